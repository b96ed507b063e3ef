import { describe, expect, it } from 'vitest';
import { countClaims, countPlaywright, countVitest, nothing, slowest } from './countReports.mjs';

describe('the counts of a vitest report', () => {
  const file = (assertionResults: unknown[], status = 'passed'): unknown => ({
    name: 'a.test.ts',
    status,
    message: 'cannot import',
    assertionResults,
  });

  it('take every test by its outcome, and what did not run as skipped', () => {
    const outcome = nothing();
    const statuses = ['passed', 'failed', 'skipped', 'pending', 'todo'];
    const tests = statuses.map((status) => ({ status, fullName: `a ${status} test` }));
    countVitest({ testResults: [file(tests, 'failed')] }, outcome);
    expect(outcome).toMatchObject({ passed: 1, failed: 1, skipped: 3, titles: ['a passed test'] });
  });

  it('take a file that could not be run as a failure', () => {
    const outcome = nothing();
    countVitest({ testResults: [file([], 'failed')] }, outcome);
    expect(outcome.failures).toEqual([{ title: 'a.test.ts', detail: 'cannot import' }]);
  });
});

describe('the counts of a Playwright report', () => {
  const spec = (title: string, status: string): unknown => ({
    title,
    tests: [
      {
        status,
        projectName: 'browser',
        results: [{ duration: 40, errors: [{ message: 'boom' }] }],
      },
    ],
  });

  it('take a flaky test as failed and join titles of groups', () => {
    const outcome = nothing();
    countPlaywright(
      {
        errors: [],
        suites: [
          {
            title: 'a.e2e.ts',
            file: 'a.e2e.ts',
            specs: [spec('alone', 'expected')],
            suites: [
              {
                title: 'a seat',
                file: 'a.e2e.ts',
                specs: [spec('rings', 'expected'), spec('wavers', 'flaky'), spec('x', 'skipped')],
              },
            ],
          },
        ],
      },
      outcome,
    );
    expect(outcome).toMatchObject({ passed: 2, failed: 1, skipped: 1 });
    expect(outcome.titles).toEqual(['alone', 'a seat rings']);
    expect(outcome.failures[0]).toEqual({
      title: 'a.e2e.ts [browser] a seat wavers',
      detail: 'boom',
    });
  });

  it('keep how long each story took, the slowest first', () => {
    const outcome = nothing();
    const suites = [{ title: 'a.e2e.ts', file: 'a.e2e.ts', specs: [spec('rings', 'expected')] }];
    countPlaywright({ errors: [], suites }, outcome);
    expect(outcome.stories).toEqual([{ title: '[browser] rings', ms: 40 }]);
    const two = [...outcome.stories, { title: '[electron] rings', ms: 61_240 }];
    expect(slowest(two, 10)).toEqual(['  61.2 s  [electron] rings', '   0.0 s  [browser] rings']);
    expect(slowest(two, 1)).toHaveLength(1);
  });

  it('take an error outside any test as a failure', () => {
    const outcome = nothing();
    countPlaywright({ errors: [{ message: 'no tests found' }], suites: [] }, outcome);
    expect(outcome.failed).toBe(1);
  });
});

describe('the claims about a report', () => {
  const claims = { 'loses nothing': (report: { lost: number }) => report.lost === 0 };

  it('hold or fail on the last line', () => {
    const good = nothing();
    countClaims('progress\n{"lost":0}\n', claims, good);
    expect(good).toMatchObject({ passed: 1, failed: 0, titles: ['loses nothing'] });
    const bad = nothing();
    countClaims('{"lost":0}\n{"lost":2}', claims, bad);
    expect(bad).toMatchObject({ passed: 0, failed: 1 });
  });

  it('fail when there is no report', () => {
    for (const text of ['', 'Error: boom', 'null', '[]x']) {
      const outcome = nothing();
      countClaims(text, claims, outcome);
      expect(outcome.failed, text).toBe(1);
    }
  });
});
