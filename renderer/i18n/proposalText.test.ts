import { describe, expect, test } from 'vitest';
import { en } from './en/catalogue.ts';
import { type Proposal, proposalText } from './proposalText.ts';
import { zhCN } from './zh-CN/catalogue.ts';

const names = { name: (id: string) => `<${id}>`, scope: (scope: string) => `[${scope}]` };
const proposal = (kind: string, what: Proposal['what'], text = ''): Proposal => ({
  by: 'p1',
  scope: 'street:1',
  kind,
  text,
  at: 1,
  what,
});

describe('what was proposed', () => {
  test.each([
    ['case.dispatch', { lead: 'u1', units: 'u1,u2' }, '派遣 <u1> · <u2>', 'Dispatch <u1> · <u2>'],
    ['assign.add', { unit: 'u3' }, '加派 <u3>', null],
    ['case.send', { to: 'street:9' }, '派往分中心 [street:9]', null],
    ['case.edit', { field: 'title', value: '新' }, '更正 标题 新', null],
    ['case.close', {}, '结案', null],
  ])('%s names the act and what it would do', (kind, what, zh, english) => {
    expect(proposalText(proposal(kind, what), zhCN, names)).toBe(zh);
    if (english !== null) expect(proposalText(proposal(kind, what), en, names)).toBe(english);
  });

  test('keeps the words that came with it', () => {
    const one = proposal('assign.add', { unit: 'u3' }, '人手不够');
    expect(proposalText(one, zhCN, names)).toBe('加派 <u3> · 人手不够');
  });
});
