import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import { parseLocalDay } from '../../domain/calendar/localDay.ts';
import { referenceOf } from '../../domain/catalogue/referenceOf.ts';
import { decide } from '../../domain/decide.ts';
import type { AnyOperation } from '../../domain/operation/operation.ts';
import type { Outcome } from '../../domain/operation/decision.ts';
import type { Scope } from '../../domain/operation/identity.ts';
import { applyMergePatch } from '../../kernel/mergePatch.ts';
import type { Json } from '../../kernel/mergePatch.ts';
import { nodeHashing } from '../../node/nodeHashing.ts';
import { parseArgs } from '../../protocol/operation/parseArgs.ts';
import { DEFAULT_SEED, buildDocuments } from '../buildDistrict.ts';
import { demoReplica } from './demoReplica.ts';
import type { DemoReplica } from './demoReplica.ts';
import { historyHours, hoursFrom, hoursOf } from './historyDays.ts';
import type { HistoryHour } from './historyDays.ts';
import { batchesOf } from './orderOps.ts';
import { buildWorld } from './world.ts';

const profiles = fileURLToPath(new URL('../../../profiles', import.meta.url));
const district = buildDocuments(profiles, 'dongcheng', DEFAULT_SEED);
const seal = (c: {
  readonly number: string;
  readonly kind: 'person' | 'enterprise' | 'vulnerable';
}) => ({
  numberHmac: `hmac-${c.number}`,
  numberSealed: `sealed-${c.number}`,
  tail: c.number.slice(-4),
  kind: c.kind,
  confidential: false,
});
const DAYS = 3;

function playedHours(seed: number): HistoryHour[] {
  const world = buildWorld(district, seal, seed);
  const first = parseLocalDay('2026-11-17');
  return [...historyHours({ first, days: DAYS, storm: null, seed }, world)];
}

/** Decides a whole history in memory, as the district would, and keeps every document. */
function play(hours: readonly HistoryHour[]) {
  const grants = new Map(district.people.people.map((p) => [p.id as string, p.grants]));
  const reference = {
    ...referenceOf(district.catalogue, district.calendar),
    grantsOf: (person: string) => grants.get(person) ?? [],
  };
  const docs = new Map<string, CaseDoc>();
  const outcomes = new Map<Outcome, number>();
  const replicas = new Map<Scope, DemoReplica>();
  const versions = new Map<string, number>();
  const refused: string[] = [];
  const decideOne = (op: AnyOperation): void => {
    const caseId = op.caseId ?? '';
    const doc = docs.get(caseId) ?? null;
    const expected = doc === null ? 0 : doc.ver;
    expect(op.bases[0]?.ver).toBe(expected);
    refused.push(...schemaFaults(op));
    const facts = { at: op.t.wall, errMs: 0, doc, unseen: [], record: () => null, reference };
    const decision = decide(op, { ...facts, silentSince: () => null });
    outcomes.set(decision.outcome, (outcomes.get(decision.outcome) ?? 0) + 1);
    if (decision.reason !== null) refused.push(`${op.kind} ${decision.reason.code}`);
    const { casePatch } = decision.effects;
    if (casePatch === null) return;
    const before = doc === null ? undefined : (doc as unknown as Json);
    docs.set(caseId, applyMergePatch(before, casePatch) as unknown as CaseDoc);
  };
  for (const hour of hours) {
    for (const { scope, ops } of batchesOf(hour.ops, 400)) {
      const replica =
        replicas.get(scope) ??
        demoReplica(scope, { publicKey: '', sign: () => '' }, { hashing: nodeHashing, versions });
      replicas.set(scope, replica);
      replica.chain(ops).forEach(decideOne);
    }
  }
  return { docs: [...docs.values()], outcomes, refused };
}

function schemaFaults(op: AnyOperation): string[] {
  const parsed = parseArgs(op.kind, op.v, op.args);
  return parsed.ok ? [] : [`${op.kind} ${JSON.stringify(parsed.error)}`];
}

const hours = playedHours(1);
const played = play(hours);
const flow = played.docs.filter(
  (doc) => doc.closeKind !== 'answered_at_once' && doc.closeKind !== 'self_handled',
);

describe('made-up days', () => {
  it('are decided as asked, every operation of them', () => {
    expect(played.refused).toEqual([]);
    expect([...played.outcomes.keys()]).toEqual(['applied']);
  });

  it('have 1640 cases, 1080 answers and 1300 calls a day in the mean', () => {
    const answers = played.docs.filter((doc) => doc.closeKind === 'answered_at_once');
    expect(answers).toHaveLength(1_080 * DAYS);
    expect(played.docs.length - answers.length).toBe(1_640 * DAYS);
    const calls = hours.flatMap((hour) => hour.calls);
    expect(calls).toHaveLength(1_300 * DAYS);
    const abandoned = calls.filter((call) => call.args.outcome === 'abandoned');
    expect(abandoned).toHaveLength(60 * DAYS);
  });

  it('number every case once, with the letters of the place and the day', () => {
    const numbers = played.docs.map((doc) => doc.caseNo);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const no of numbers) expect(no).toMatch(/^[A-Z]{2,4}2611(17|18|19)-\d{4}$/);
  });

  it('let no person act on both axes of a case', () => {
    const both = flow.filter((doc) => {
      const command = Object.keys(doc.axis?.command ?? {});
      return command.some((person) => doc.axis?.supervision?.[person] === true);
    });
    expect(both).toEqual([]);
  });

  it('close about two thirds in the street and about seven in a hundred late', () => {
    const closed = flow.filter((doc) => doc.stage === 'closed');
    const inStreet = closed.filter((doc) => doc.holder.startsWith('street:')).length;
    expect(inStreet / closed.length).toBeGreaterThan(0.58);
    expect(inStreet / closed.length).toBeLessThan(0.78);
    const ended = flow.flatMap((doc) => {
      const clock = doc.clocks.handle;
      return clock?.endedAt === undefined ? [] : [clock.endedAt > clock.dueAt];
    });
    const late = ended.filter(Boolean).length / ended.length;
    expect(late).toBeGreaterThan(0.03);
    expect(late).toBeLessThan(0.11);
  });

  it('attach every picture that an act names, before and after alike', () => {
    const files = flow.flatMap((doc) => Object.values(doc.attachments ?? {}));
    expect(new Set(files.map((file) => file.use))).toEqual(new Set(['before', 'after']));
    expect(files.filter((file) => file.name === '' || file.bytes === 0)).toEqual([]);
  });

  it('put a case into the cell that holds its point', () => {
    const wrong = flow.filter((doc) => doc.place.cell?.slice(0, 9) !== doc.place.street);
    expect(wrong).toEqual([]);
  });

  it('are the same cases for the same seed, others for another', { timeout: 60_000 }, () => {
    const ids = (list: readonly HistoryHour[]) => list[30]?.ops.map((op) => op.opId).join();
    expect(ids(playedHours(1))).toBe(ids(hours));
    expect(ids(playedHours(2))).not.toBe(ids(hours));
  });
});

describe('a history that ends now', () => {
  const world = buildWorld(district, seal, 1);
  const span = { first: parseLocalDay('2026-11-17'), days: 2, storm: null, seed: 1 };
  /** Half past ten in the morning of the second day. */
  const until = Date.UTC(2026, 10, 18, 2, 30);
  const idsOf = (list: Iterable<HistoryHour>): string[] =>
    [...list].flatMap((hour) => hour.ops.map((op) => op.opId));

  it('has what happened by then and nothing later', () => {
    const hours = [...historyHours({ ...span, until }, world)];
    expect(hours).toHaveLength(hoursOf({ ...span, until }, 480));
    expect(hours.at(-1)?.to).toBe(until);
    const times = hours.flatMap((hour) => [...hour.ops, ...hour.calls].map((one) => one.at));
    expect(Math.max(...times)).toBeLessThan(until);
    expect(Math.max(...times)).toBeGreaterThan(until - 5 * 60_000);
  });

  it('goes on as if it had never ended, days beyond its own too', { timeout: 60_000 }, () => {
    const later = until + 20 * 3_600_000;
    const versions = new Map<string, number>();
    const first = idsOf(historyHours({ ...span, until }, world));
    const rest = idsOf(hoursFrom({ ...span, until: later }, world, { from: until, versions }));
    const whole = idsOf(historyHours({ ...span, until: later }, world));
    expect(rest.length).toBeGreaterThan(2_000);
    expect([...first, ...rest].sort()).toEqual([...whole].sort());
    const said = [...versions.values()].reduce((sum, count) => sum + count, 0);
    expect(said).toBe(first.length);
  });
});
