import { decide, refusalBefore } from '../domain/decide.ts';
import { kindSpecs } from '../domain/operation/kindSpec.ts';
import type { ArgsOf } from '../domain/operation/args.ts';
import { freshSalt } from '../domain/operation/salt.ts';
import type { CaseDoc } from '../domain/case/caseDoc.ts';
import { otherMeant } from '../domain/case/otherCase.ts';
import type { LocalFacts, OtherCase, Reference, UndoneOp } from '../domain/operation/decision.ts';
import type { CaseId, OpId, Scope } from '../domain/operation/identity.ts';
import type { AnyBody, Base } from '../domain/operation/operation.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { ownedId } from '../kernel/ids.ts';
import { dayNumberAt, formatLocalDay } from '../domain/calendar/localDay.ts';
import { nodeHashing } from '../node/nodeHashing.ts';
import { systemRandom } from '../node/systemClock.ts';
import type { CallInput, Receipt } from '../protocol/console/calls.ts';
import type { WireError } from '../protocol/console/envelope.ts';
import { SAW_MAX, unreadableField } from '../protocol/sync/frames.ts';
import { KIND_VERSION, isOpKind, parseArgs } from '../protocol/operation/parseArgs.ts';
import type { SqlWriter } from '../storage/sqlite/database.ts';
import type { ClockOffset } from '../sync/clockOffset.ts';
import type { Session, SessionPerson } from './session/session.ts';
import type { NumberBook } from './store/numberBook.ts';
import type { OnceMade } from './store/onceMade.ts';
import { withFlags } from './actFlags.ts';
import { cardRefusal, withCard } from './paperEntry.ts';
import { recordBases } from './recordBases.ts';
import type { PaperCards } from './store/paperCards.ts';
import type { ToldNumbers } from './store/toldNumbers.ts';
import type { CommittedAct, OutboxStore } from './store/outboxStore.ts';
import type { OverlayKeeper } from './store/overlayKeeper.ts';

export type Submit = CallInput<'op.submit'>;

export type BusPorts = {
  readonly session: Session;
  readonly outbox: OutboxStore;
  readonly numbers: NumberBook;
  readonly told: ToldNumbers;
  readonly cards: PaperCards;
  readonly keeper: OverlayKeeper;
  readonly offset: ClockOffset;
  readonly reference: () => Reference;
  /** The console's own scope. */
  readonly scope: Scope;
  readonly zoneMinutes: () => number;
  readonly isCutOff: () => boolean;
  /** The history that its rows are of; null before the first greeting. */
  readonly epoch: () => string | null;
  readonly silentSince: LocalFacts['silentSince'];
  /** The case with pending acts applied as this person may see it, and the decided version under it. */
  readonly shownCase: (
    caseId: string,
    person: SessionPerson,
  ) => Promise<{ readonly doc: CaseDoc | null; readonly ver: number }>;
  /** An act on the case as it was decided, or as it waits here; null where it is not known. */
  readonly actOn: (caseId: string, opId: OpId) => Promise<UndoneOp | null>;
  /** What people call a unit; null when this console does not know it. */
  readonly unitName: (unit: string) => string | null;
  readonly fillPlace: (args: Record<string, unknown>) => Record<string, unknown>;
  /** Version of the catalogue that this console judges by; null before there is one. */
  readonly dictVersion: () => string | null;
  /** After the commit, before the receipt is sent: the drill's witness. */
  readonly acknowledged: (act: CommittedAct) => void;
  /** The act changes what is shown; resolves when the replica shows it. */
  readonly committed: (act: CommittedAct) => Promise<void>;
};

/** What the author had before the eyes: decided versions, and what this console knows. */
type Seen = { readonly ver: number; readonly verThere: number; readonly facts: LocalFacts };

/**
 * The only door for acts: schema, then the rules' own refusal, then one FULL transaction, then the receipt
 * (I-01). What is shown follows from the committed row, so a crash after the commit loses nothing.
 */
export class CommandBus {
  readonly #ports: BusPorts;
  /** What earlier acts change on the screen must be known before the next one is judged. */
  #shown: Promise<unknown> = Promise.resolve();
  #inTurn: Promise<unknown> = Promise.resolve();

  constructor(ports: BusPorts) {
    this.#ports = ports;
  }

  submit(input: Submit): Promise<Result<Receipt, WireError>> {
    const turn = this.#inTurn.then(() => this.#submit(input));
    this.#inTurn = turn.catch(() => undefined);
    return turn;
  }

  /** Acts are judged on what is shown: the next one waits until this has been done. */
  waitFor(work: Promise<void>): void {
    this.#shown = work;
  }

  /** Resolves when everything acknowledged so far is shown. */
  async settled(): Promise<void> {
    await this.#inTurn;
    await this.#shown;
  }

  /** Facts for rules about this case, as this console knows them now. */
  facts(doc: CaseDoc | null): LocalFacts {
    const { off, err: errMs } = this.#ports.offset.offset();
    return {
      at: this.#ports.offset.stamp().wall + off,
      errMs,
      doc,
      unseen: [],
      record: this.#ports.keeper.record,
      reference: this.#ports.reference(),
      silentSince: this.#ports.silentSince,
      cutOff: this.#ports.isCutOff(),
      unproven: this.#ports.session.token === null,
    };
  }

  today(): string {
    const { wall, off } = this.#ports.offset.stamp();
    return formatLocalDay(dayNumberAt(wall + off, this.#ports.zoneMinutes()));
  }

  async #submit(input: Submit): Promise<Result<Receipt, WireError>> {
    const { now } = this.#ports.session;
    if (now.state === 'locked') return err({ code: 'session/locked' });
    if (now.state !== 'open') return err({ code: 'session/needed' });
    if (input.once !== undefined) {
      const known = await this.#ports.outbox.byOnce(input.once);
      if (known !== null) {
        const isSame = isFrom(known, input.kind, now.person.id);
        return isSame ? ok(repeated(known, input.kind)) : err(schemaError('once'));
      }
    }
    if (!isOpKind(input.kind)) return err(schemaError('kind'));
    // The id of a new case is the host's: one that somebody chose may be a case he cannot see.
    if (input.kind === 'case.create' && input.caseId !== null) return err(schemaError('caseId'));
    const args = parseArgs(input.kind, KIND_VERSION, this.#completed(input));
    if (!args.ok) return err(wireError(args.error));
    await this.#shown;
    return this.#judged({ ...input, args: args.value }, now.person);
  }

  /** `person` is who asked for it, whoever sits here by the time it is judged. */
  async #judged(input: Submit, person: SessionPerson): Promise<Result<Receipt, WireError>> {
    const caseId = input.caseId ?? (input.kind === 'case.create' ? this.#newId() : null);
    const shown =
      caseId === null ? { doc: null, ver: 0 } : await this.#ports.shownCase(caseId, person);
    const undone = await this.#undone(input, caseId);
    const there = await this.#shownThere(input, { doc: shown.doc, undone, person });
    const facts = { ...this.facts(shown.doc), other: there.other, undone };
    const on = { ver: seenVer(input, shown), verThere: there.ver, facts, person };
    const plain = this.#body(input, caseId, on);
    const body = withFlags(plain, shown.doc, facts);
    const unreadable = unreadableField(body);
    if (unreadable !== null) return err(schemaError(unreadable));
    const refusal = refusalBefore(body, facts) ?? (await cardRefusal(body, this.#ports.cards));
    if (refusal !== null) return err(this.#named(wireError(refusal)));
    const becomes = becomesOf(body, facts);
    const later = becomes === 'proposal' || (facts.cutOff && isRequest(body.kind));
    const told = await this.#toldFor(input);
    const act = await this.#ports.outbox.commit({
      body: (tx) => this.#numbered(tx, body, told),
      once: input.once ?? null,
      later,
    });
    this.#ports.keeper.add(act.op);
    this.#ports.acknowledged(act);
    this.#shown = this.#ports.committed(act).catch(() => undefined);
    return ok(receiptOf(act, { becomes, holder: shown.doc?.holder ?? null }));
  }

  #body(
    input: Submit,
    caseId: CaseId | null,
    on: Seen & { readonly person: SessionPerson },
  ): AnyBody {
    const { offset, scope } = this.#ports;
    const { onBehalf, said } = input;
    return {
      opId: this.#newId(),
      kind: input.kind,
      v: KIND_VERSION,
      caseId,
      args: input.args,
      bases: this.#bases(input, caseId, on),
      ...this.#history(caseId),
      ...this.#sawOthers(caseId, on.facts),
      actor: on.person.id,
      seat: on.person.seat,
      scope,
      ...(onBehalf === undefined ? {} : { onBehalf }),
      how: input.how ?? 'self',
      ...(said === undefined ? {} : { said }),
      t: offset.stamp(),
      salt: freshSalt(systemRandom),
      // Kind and arguments were checked against each other by the kind's schema.
    } as AnyBody;
  }

  /** The second case of an act that is about two, as this person may see it. */
  async #shownThere(
    input: Submit,
    on: {
      readonly doc: CaseDoc | null;
      readonly undone: UndoneOp | null;
      readonly person: SessionPerson;
    },
  ): Promise<{ readonly other: OtherCase | null; readonly ver: number }> {
    const caseId = otherMeant(input as Pick<AnyBody, 'kind' | 'args' | 'caseId'>, on);
    if (caseId === null) return { other: null, ver: 0 };
    const { doc, ver } = await this.#ports.shownCase(caseId, on.person);
    return { other: doc === null ? null : { doc, unseen: [] }, ver };
  }

  #undone(input: Submit, caseId: CaseId | null): Promise<UndoneOp | null> {
    if (input.kind !== 'undo' || caseId === null) return Promise.resolve(null);
    return this.#ports.actOn(caseId, (input.args as ArgsOf['undo']).op);
  }

  #baseOn(caseId: CaseId, ver: number): Base {
    const own = this.#ports.keeper.pendingOf(caseId).filter(({ isForeign }) => isForeign !== true);
    return { of: `case:${caseId}`, ver, own: own.length };
  }

  /** The one that the versions before this person's eyes count in. */
  #history(caseId: CaseId | null): Pick<AnyBody, 'epoch'> {
    const epoch = caseId === null ? null : this.#ports.epoch();
    return epoch === null ? {} : { epoch };
  }

  #bases(input: Submit, caseId: CaseId | null, on: Seen): Base[] {
    if (caseId === null) return [];
    const bases = [this.#baseOn(caseId, on.ver)];
    const { other } = on.facts;
    if (other !== null && other !== undefined && other.doc.caseId !== caseId) {
      bases.push(this.#baseOn(other.doc.caseId, on.verThere));
    }
    bases.push(...recordBases(input, on.facts, this.#ports.scope));
    return bases;
  }

  /** What a station has told of others is before this person's eyes, too. */
  #sawOthers(caseId: CaseId | null, { other }: LocalFacts): Pick<AnyBody, 'saw'> {
    const cases = [caseId, other?.doc.caseId].filter((id) => id !== null && id !== undefined);
    const pending = [...new Set(cases)].flatMap((id) => this.#ports.keeper.pendingOf(id));
    const saw = pending.filter((one) => one.isForeign === true).map(({ op }) => op.opId);
    return saw.length === 0 ? {} : { saw: saw.slice(-SAW_MAX) };
  }

  /** The number that this form's caller was told already. */
  #toldFor({ kind, once }: Submit): Promise<string | null> {
    if (kind !== 'case.create' || once === undefined) return Promise.resolve(null);
    return this.#ports.told.of(once);
  }

  async #numbered(tx: SqlWriter, body: AnyBody, told: string | null): Promise<AnyBody> {
    if (body.kind !== 'case.create' || body.args.caseNo !== null) return body;
    const { said, caseId, t } = body;
    const on = { caseId, at: t.wall + t.off };
    const printed = said === undefined ? null : await this.#ports.cards.enter(tx, said.card, on);
    const known = printed ?? told;
    if (known !== null) return { ...body, args: { ...body.args, caseNo: known } };
    const { incarnation } = this.#ports.outbox.identity();
    const caseNo = await this.#ports.numbers.take(tx, incarnation, this.today());
    return caseNo === null ? body : { ...body, args: { ...body.args, caseNo } };
  }

  /** What the page leaves to the host: the number, the catalogue's version, the cell of a point. */
  #completed(input: Submit): unknown {
    if (typeof input.args !== 'object' || input.args === null) return input.args;
    const args = { ...input.args } as Record<string, unknown>;
    // A number comes from the lease alone: one that a page sends is never believed.
    if (input.kind === 'case.create') {
      args['caseNo'] = null;
      withCard(args, input.said);
    }
    const version = this.#ports.dictVersion();
    if ('dictVersion' in args && version !== null) args['dictVersion'] = version;
    return this.#ports.fillPlace(args);
  }

  /** A refusal names a unit by its name. */
  #named(error: WireError): WireError {
    const unit = error.details?.['unit'];
    const name = typeof unit === 'string' ? this.#ports.unitName(unit) : null;
    return name === null ? error : { ...error, details: { ...error.details, unit: name } };
  }

  #newId(): string {
    const { wall, off } = this.#ports.offset.stamp();
    return ownedId(this.#ports.outbox.identity().replica, wall + off, IDS_BY);
  }
}

/** A station tells the street ids that the district has not heard yet: each is its maker's. */
const IDS_BY = { random: systemRandom, hashing: nodeHashing };

/** Of a case that he does not read it is what the district told its author. */
function seenVer(
  input: Submit,
  { doc, ver }: { readonly doc: CaseDoc | null; readonly ver: number },
): number {
  return doc === null ? (input.ver ?? 0) : ver;
}

/** Another judges it, whoever asks. */
function isRequest(kind: AnyBody['kind']): boolean {
  return kindSpecs[kind].cls === 'R';
}

/** What the one brain says of it here and now: the district may know more, and then its author is told. */
function becomesOf(body: AnyBody, facts: LocalFacts): Receipt['becomes'] {
  const { outcome, reason } = decide(body, facts);
  if (outcome === 'applied' || outcome === 'merged') {
    return isRequest(body.kind) ? 'request' : 'applied';
  }
  if (outcome === 'adjusted') return reason?.code === 'case/not-held' ? 'proposal' : 'kept';
  if (outcome === 'conflict') return 'conflict';
  return outcome === 'noop' ? 'nothing' : 'kept';
}

function receiptOf(
  act: Omit<CommittedAct, 'op'>,
  rest: Pick<Receipt, 'becomes' | 'holder'>,
): Receipt {
  const { opId, rseq, caseId, caseNo, later } = act;
  return { opId, rseq, caseId, caseNo, later, ...rest };
}

/** Another act under the token of one that was sent would be acknowledged and done nowhere. */
function isFrom({ kind, actor }: OnceMade, asked: string, person: string): boolean {
  return kind === null || (kind === asked && actor === person);
}

/** The same form again: what it became then is known by what was kept of it. */
function repeated(act: Omit<CommittedAct, 'op'>, kind: string): Receipt {
  const asked = isOpKind(kind) && isRequest(kind) ? 'request' : 'applied';
  const becomes = act.later && asked === 'applied' ? 'proposal' : asked;
  return receiptOf(act, { becomes, holder: null });
}

function schemaError(path: string): WireError {
  return { code: 'op/schema', details: { path } };
}

function wireError(refusal: {
  readonly code: string;
  readonly detail?: Readonly<Record<string, string | number>>;
}): WireError {
  return refusal.detail === undefined
    ? { code: refusal.code }
    : { code: refusal.code, details: { ...refusal.detail } };
}
