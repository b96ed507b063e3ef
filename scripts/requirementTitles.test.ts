import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countOf, problemsOf, titlesInTree } from './requirementTitles.mjs';

describe('requirements in test titles', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'trace-'));
    mkdirSync(join(root, 'tests', 'e2e'), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('are found in titles of tests and groups, several in one', () => {
    writeFileSync(
      join(root, 'tests', 'e2e', 'a.e2e.ts'),
      // NINE stands for a digit, so that this file itself names no requirement.
      [
        'test("[RNINE-01][RNINE-02] a caller\'s question", () => {});',
        "describe('[RNINE-03] it\\'s a group', () => {});",
        "const text = '[RNINE-04] not a title';",
      ]
        .join('\n')
        .replaceAll('NINE', '9'),
    );
    expect(Object.fromEntries(titlesInTree(root))).toEqual({
      'R9-01': ["[R9-01][R9-02] a caller's question"],
      'R9-02': ["[R9-01][R9-02] a caller's question"],
      'R9-03': ["[R9-03] it's a group"],
    });
  });

  it('are not found outside test files', () => {
    writeFileSync(join(root, 'tests', 'support.ts'), "it('[RNINE-01] x')".replace('NINE', '9'));
    expect(titlesInTree(root).size).toBe(0);
  });

  it('a claim without its test, a state without a claim and an unknown id are problems', () => {
    const titles = new Map([
      ['R0-01', ['[R0-01] real']],
      ['R7-77', ['[R7-77] nobody asked']],
    ]);
    const problems = problemsOf(
      [
        { id: 'R0-01', state: 'tested', tests: ['[R0-01] real'] },
        { id: 'R0-02', state: 'tested', tests: ['[R0-02] wished'] },
        { id: 'R0-03', state: 'partly', tests: [] },
      ],
      titles,
    );
    expect(problems.map((line) => line.split(' ')[0])).toEqual(['R7-77', 'R0-02', 'R0-03']);
  });

  it('what is claimed open stays open, whatever title passed', () => {
    const requirements = [
      { id: 'R0-01', state: 'tested' },
      { id: 'R0-02', state: 'partly' },
      { id: 'R0-03', state: 'open' },
      { id: 'R0-04', state: 'tested' },
    ];
    expect(countOf(requirements, new Set(['R0-01', 'R0-02', 'R0-03']))).toEqual({
      total: 4,
      tested: 1,
      partly: 1,
      open: 2,
    });
  });
});
