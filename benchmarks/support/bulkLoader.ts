import { CaseTexts } from '#core/district/caseTexts.ts';
import { correctedTime } from '#core/district/correctedTime.ts';
import { OWN_RULES, type District } from '#core/district/openDistrict.ts';
import { sequence, type SequencerPorts } from '#core/district/sequencer.ts';
import { Staged } from '#core/district/staged.ts';
import { referenceOf } from '#core/domain/catalogue/referenceOf.ts';
import type { AnyOperation } from '#core/domain/operation/operation.ts';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import type { BulkAuthor, BulkBatch, BulkOp } from './bulkPlan.ts';

/**
 * Writes history into a district without its door: no signature, no chain, no schema is checked, nothing is looked up
 * in the store and nobody is told. What becomes of an act, and which rows it makes, is the decider's own `sequence` and
 * the store's own `commit`; bulkProof.ts shows that they are those of the ordinary door. Only for acts that are
 * applied, on cases of their own batch, and from which no other act follows: anything else throws.
 */
export async function loadHistory(
  district: District,
  batches: Iterable<BulkBatch>,
  onBatch: (ops: number) => void = () => undefined,
): Promise<number> {
  const { state } = district.core;
  const ports = portsOf(district);
  let flight: { readonly staged: Staged; readonly landed: Promise<void> } | null = null;
  let ops = 0;
  for (const batch of batches) {
    const staged: Staged = new Staged(state, flight?.staged ?? null);
    for (const { author, ops: said } of batch.runs) {
      for (const one of said) decided(one, { author, receivedAt: batch.receivedAt, staged, ports });
      ops += said.length;
    }
    await flight?.landed;
    flight = { staged, landed: committed(district, staged) };
    onBatch(ops);
  }
  await flight?.landed;
  return ops;
}

async function committed({ store, core }: District, staged: Staged): Promise<void> {
  const batch = staged.batch();
  await store.commit(batch);
  core.state.apply(batch, staged.taken);
}

type Deciding = {
  readonly author: BulkAuthor;
  readonly receivedAt: number;
  readonly staged: Staged;
  readonly ports: SequencerPorts;
};

function decided({ op, text }: BulkOp, { author, receivedAt, staged, ports }: Deciding): void {
  const { replica, incarnation, rseq, hash } = op;
  const previousAt = staged.mark(replica, incarnation)?.at ?? null;
  const { at, errMs } = correctedTime(op.t, { receivedAt, previousAt, sentAt: null, rate: 1 });
  const sender = { device: author.name, present: [op.actor], scope: author.scope };
  const submitted = { op, text, at, errMs, receivedAt, sender, unseen: [] };
  const { decision, followUps } = sequence(submitted, staged, ports);
  if (decision.outcome !== 'applied' || followUps.length > 0) throw refused(op, decision);
  staged.setMark({ replica, incarnation, rseq, hash, at, quarantinedAt: null });
}

function refused(
  { kind }: AnyOperation,
  { outcome, reason }: object & Record<string, unknown>,
): Error {
  return new Error(`not to be loaded: ${kind} ${JSON.stringify({ outcome, reason })}`);
}

/** What the door asks of others is known here: who sits there, that every number is leased and new. */
function portsOf({ core, profile, people, history }: District): SequencerPorts {
  const { catalogue, calendar } = profile;
  return {
    hashing: nodeHashing,
    caseTexts: new CaseTexts(nodeHashing),
    decide: OWN_RULES.decide,
    check: () => 'ok',
    reference: {
      ...referenceOf(catalogue, calendar),
      grantsOf: (person) => people.person(person)?.grants ?? [],
    },
    grantsOf: (person) => core.state.grantsOf(person),
    silentSince: () => null,
    wasConnected: () => false,
    sat: () => true,
    numberDoubt: () => null,
    epoch: () => history.epoch,
    restoredAt: () => history.restoredAt,
    onBug: (_op, cause) => {
      throw cause;
    },
  };
}
