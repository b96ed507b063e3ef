import { expect, it } from 'vitest';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { LogEntry } from '#core/district/store/districtStore.ts';
import { must } from '#core/kernel/assert.ts';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import { SYNC_PROTOCOL } from '#core/protocol/sync/versions.ts';
import { applyEvent, stateHashOf } from '#core/sync/confirmed.ts';
import { asKnownThen, differences } from './sameShape.ts';
import { Recorder } from './recorder.ts';
import { playSession } from './session.ts';
import { Stage, readTape } from './stage.ts';
import type { Step, Tape } from './stage.ts';

/** Every protocol that was released and that the district still takes. */
const RELEASED = [1] as const;

/** Plays what consoles of then said to the district of today; what it says otherwise than the one of then. */
async function played(
  tape: Tape,
): Promise<{ readonly heard: string[]; readonly log: readonly LogEntry[] }> {
  const stage = await Stage.open(tape, new Map(Object.entries(tape.keys)));
  try {
    const heard: string[] = [];
    for (const [i, step] of tape.steps.entries()) {
      const frame = await stage.do(step);
      if (step.do !== 'hear') continue;
      heard.push(...differences(step.frame, frame, `${i} ${step.line} ${step.frame.f}`));
    }
    return { heard, log: stage.log };
  } finally {
    await stage.close();
  }
}

/** The case after each decision, by the effects alone: a console's way, which proves each step by its hash (I-06). */
function statesOf(log: readonly LogEntry[]): (CaseDoc | null)[] {
  const docs = new Map<string, CaseDoc>();
  const redacted = log.filter(({ op }) => op.kind === 'case.redact').map(({ op }) => op.caseId);
  const forgotten = new Set<string | null>(redacted);
  return log.map(({ decision }) => {
    const { caseId } = decision;
    if (caseId === null || decision.ver === null) return null;
    // What was forgotten has no effects any more, and its case comes whole.
    if (forgotten.has(caseId)) return null;
    const applied = applyEvent(docs.get(caseId) ?? null, decision, nodeHashing);
    if (applied.kind !== 'moved') throw new Error(`${decision.serverSeq} does not follow`);
    docs.set(caseId, applied.doc);
    return applied.doc;
  });
}

it.each(RELEASED)(
  'a console of protocol %i is served by the district of today as by the one of then',
  async (protocol) => {
    const tape = await readTape(protocol);
    const { heard, log } = await played(tape);
    expect(heard).toEqual([]);
    // Outcomes, rules and effects of every operation that was recorded, and the state that they lead to.
    expect(differences(tape.log, log, 'log')).toEqual([]);
    const then = statesOf(tape.log);
    const states = statesOf(log).map((doc, i) => asKnownThen(then[i], doc) as CaseDoc | null);
    expect(states.filter((doc) => doc !== null)).not.toEqual([]);
    for (const [i, doc] of states.entries()) {
      const { decision } = must(tape.log[i], 'a decision of then');
      expect(doc === null ? null : stateHashOf(doc, nodeHashing)).toBe(decision.stateHash);
    }
  },
);

it('what is recorded of this program, over both carriers and at a station, it plays to the same words', async () => {
  const recorder = await Recorder.open();
  try {
    await playSession(recorder);
  } finally {
    await recorder.stage.close();
  }
  // As it is written down and read again.
  const tape = JSON.parse(JSON.stringify(recorder.tape(SYNC_PROTOCOL))) as Tape;
  const { heard, log } = await played(tape);
  expect(heard).toEqual([]);
  expect(differences(tape.log, log, 'log')).toEqual([]);
  expect(tape.steps.filter((step) => step.do === 'dial' && step.over === 'http')).toHaveLength(2);
  const street = tape.steps.flatMap((step) =>
    'frame' in step && step.line.startsWith('street') ? [step.frame.f] : [],
  );
  const words = [
    'challenge',
    'hello',
    'welcome',
    'acts',
    'kept',
    'ask',
    'answer',
    'decided',
    'refuse',
  ];
  expect(new Set(street)).toEqual(new Set(words));
  const saidHere = tape.log.flatMap(({ op }) => op.epoch ?? []);
  expect(new Set(saidHere).size).toBe(1);
});

it('finds a word that is gone, another value, another kind of value and another length', () => {
  const step = { f: 'welcome', have: 3, heads: { district: 7 }, list: [1, 2] };
  expect(differences(step, { ...step, more: 1, heads: { district: 9 } })).toEqual([]);
  expect(differences(step, { ...step, have: 4 })).toEqual(['.have: 3 is 4']);
  expect(differences(step, { ...step, heads: {} })).toEqual(['.heads.district: 7 is missing']);
  expect(differences(step, { ...step, list: [1] })).toEqual(['.list: 2 are 1']);
  expect(asKnownThen(step, { ...step, more: 1, heads: { district: 7, city: 2 } })).toEqual(step);
  expect(differences(step, { ...step, f: null })).toEqual(['.f: "welcome" is null']);
});

it('the tape tells of every frame that a console of protocol 1 could say or hear', async () => {
  const { steps } = await readTape(1);
  const names = (what: Step['do']): string[] => [
    ...new Set(steps.flatMap((step) => ('frame' in step && step.do === what ? step.frame.f : []))),
  ];
  expect(names('say').sort()).toEqual(
    ['ask', 'callAct', 'clock', 'hello', 'login', 'pull', 'push', 'seat', 'sit'].sort(),
  );
  // `calls`, `seats`, `head` and `seatLost` are told by the hour or by telephones, in tests of their own.
  expect(names('hear').sort()).toEqual(
    [
      ...['answer', 'challenge', 'clock', 'decisions', 'later', 'login', 'needFrom', 'page'],
      ...['poke', 'refuse', 'streets', 'welcome'],
    ].sort(),
  );
});
