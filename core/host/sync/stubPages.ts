import { hotDays } from '../../domain/case/hotSet.ts';
import { DAY_MS } from '../../kernel/time.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { readStubMark, type ColdCase } from '../store/coldRows.ts';

type StubPage = { readonly stubs: readonly ColdCase[]; readonly isLast: boolean };

/**
 * Asks for one more page of what ended before the hot set, newest first, beside the feeds and after them. It goes
 * on where it was, also after a kill; true while there is more.
 */
export async function fetchStubs(core: ConsoleCore): Promise<boolean> {
  const { replica, engine } = core;
  const mark = await replica.read(readStubMark);
  if (mark === null) return false;
  // A day more than what comes whole: of that, nothing is written.
  const hot = core.now() - (hotDays(core.scope) - 1) * DAY_MS;
  const before = mark ?? { endedAt: hot, caseId: '' };
  const { ok, value } = await engine.ask({ f: 'ask', name: 'stubs.page', input: { before } });
  // A district of before this does not know the question: the next greeting asks again.
  if (!ok) return false;
  const { stubs, isLast } = value as unknown as StubPage;
  const last = stubs.at(-1);
  const next = last === undefined ? null : { endedAt: last.endedAt, caseId: last.stub.caseId };
  await replica.addStubs(stubs, isLast ? null : next);
  return !isLast;
}
