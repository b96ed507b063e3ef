import { setTimeout as pause } from 'node:timers/promises';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { OpKind } from '#core/domain/operation/args.ts';
import { pick, type Rng } from '#core/kernel/rng.ts';
import type { CaseRow } from '#core/protocol/console/rows.ts';
import type { HostClient } from './hostClient.ts';
import { createCase } from './newCase.ts';
import { DRILL_KINDS, fillArgs, missingPhoto } from './actArgs.ts';

export type WorkerOptions = {
  readonly name: string;
  readonly client: () => HostClient | null;
  readonly rng: Rng;
  readonly login: { readonly login: string; readonly password: string; readonly seat: string };
  /** Cases that this worker prefers: during the cut both sides work on the same ones. */
  readonly common: () => readonly string[];
  readonly commonShare: number;
  readonly street: string | null;
  readonly otherStreet: `street:${string}`;
  readonly createShare: number;
  readonly pauseMs: number;
  /** Business time: what a form's "at" says. */
  readonly now: () => number;
  readonly onActed: (caseId: string, kind: string) => void;
};

export type WorkerReport = {
  acted: number;
  refused: number;
  failed: number;
  byCode: Record<string, number>;
};

/** Later steps of a case are rarer than notes; a shift that only writes notes proves nothing. */
const WEIGHTS: Partial<Record<OpKind, number>> = {
  'case.dispatch': 18,
  'assign.sign': 12,
  'assign.respond': 10,
  'assign.done': 14,
  'verify.report': 14,
  'case.close': 14,
  'case.attach': 14,
  'reply.citizen': 4,
  'ask.return': 8,
  judge: 10,
  'case.edit': 4,
  'case.urgency': 3,
  'conflict.resolve': 4,
  'case.note': 1,
  'case.send': 1,
  'case.refuse': 3,
};

/** One seeded person at one console, acting through the same contract as the page does. */
export async function work(options: WorkerOptions, until: () => boolean): Promise<WorkerReport> {
  const report: WorkerReport = { acted: 0, refused: 0, failed: 0, byCode: {} };
  let entered: HostClient | null = null;
  const touched = new Set<string>();
  while (!until()) {
    await pause(options.pauseMs * (0.5 + options.rng.next()));
    const client = options.client();
    if (client === null || !client.isOpen()) continue;
    try {
      if (entered !== client) {
        const login = await client.do('session.login', options.login);
        note(report, login.ok ? null : login.error.code);
        if (!login.ok) continue;
        entered = client;
      }
      await actOnce(client, options, { report, touched });
    } catch {
      // The console was killed under the worker's hands: what it had acknowledged is in the witness file.
      report.failed += 1;
    }
  }
  return report;
}

/** What one worker has done so far; `touched` holds the common cases on which it acted. */
type Shift = { readonly report: WorkerReport; readonly touched: Set<string> };

async function actOnce(
  client: HostClient,
  options: WorkerOptions,
  { report, touched }: Shift,
): Promise<void> {
  const { rng } = options;
  if (rng.next() < options.createShare) return reportNewCase(client, options, report);
  const caseId = await chooseCase(client, options, touched);
  if (caseId === null) return reportNewCase(client, options, report);
  const file = await client.look('caseFile', { caseId });
  if (file.found !== 'full') return;
  const doc = file.doc as CaseDoc;
  const allowed = file.acts
    .filter((act) => act.allowed && DRILL_KINDS.includes(act.kind as OpKind))
    .map((act) => act.kind as OpKind)
    .filter((kind) => kind !== 'case.attach' || missingPhoto(doc) !== null);
  if (allowed.length === 0) return;
  const kind = weighted(rng, allowed);
  const proposed = await client.do('unit.propose', { caseId });
  const units = proposed.ok ? proposed.value.units.map((unit) => unit.unit) : [];
  const args = fillArgs(kind, {
    doc,
    rng,
    now: options.now(),
    units,
    otherStreet: options.otherStreet,
  });
  if (args === null) return;
  const result = await client.do('op.submit', { kind, caseId, args, how: 'phone' });
  note(report, result.ok ? null : result.error.code);
  if (!result.ok) return;
  if (options.common().includes(caseId)) touched.add(caseId);
  options.onActed(caseId, kind);
}

async function reportNewCase(
  client: HostClient,
  options: WorkerOptions,
  report: WorkerReport,
): Promise<void> {
  const result = await createCase(client, options.rng, options.street);
  note(report, result.ok ? null : result.error.code);
  if (result.ok && result.value.caseId !== null) {
    options.onActed(result.value.caseId, 'case.create');
  }
}

async function chooseCase(
  client: HostClient,
  options: WorkerOptions,
  touched: ReadonlySet<string>,
): Promise<string | null> {
  const common = options.common();
  if (common.length > 0 && options.rng.next() < options.commonShare) {
    // Half of the time one on which this person has not acted yet: on a busy machine both sides would
    // otherwise meet on few cases.
    const fresh = common.filter((caseId) => !touched.has(caseId));
    const isFreshAsked = options.rng.next() < 0.5;
    return pick(options.rng, isFreshAsked && fresh.length > 0 ? fresh : common);
  }
  const board = await client.look('board', {
    filter: 'all',
    text: '',
    sort: 'newest',
    from: 0,
    count: 60,
  });
  const rows: readonly CaseRow[] = board.rows;
  return rows.length === 0 ? null : pick(options.rng, rows).caseId;
}

function weighted(rng: Rng, kinds: readonly OpKind[]): OpKind {
  const total = kinds.reduce((sum, kind) => sum + (WEIGHTS[kind] ?? 1), 0);
  let left = rng.next() * total;
  for (const kind of kinds) {
    left -= WEIGHTS[kind] ?? 1;
    if (left <= 0) return kind;
  }
  return pick(rng, kinds);
}

function note(report: WorkerReport, code: string | null): void {
  if (code === null) {
    report.acted += 1;
    return;
  }
  report.refused += 1;
  report.byCode[code] = (report.byCode[code] ?? 0) + 1;
}
