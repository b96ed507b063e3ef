import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../node/logFile.ts';
import { STUB_DAYS, hotDays } from '../domain/case/hotSet.ts';
import { DAY_MS } from '../kernel/time.ts';
import { deviceSigner, type DeviceKey } from '../node/deviceKey.ts';
import { createTextMark } from '../node/textMark.ts';
import { systemRandom } from '../node/systemClock.ts';
import type { Clock } from '../kernel/time.ts';
import type { ServerFrame, WireDecision } from '../protocol/sync/frames.ts';
import type { Protocols } from '../protocol/sync/versions.ts';
import { StreetLine, type StreetLinkPort } from '../sync/streetLine.ts';
import { SyncEngine } from '../sync/syncEngine.ts';
import { CommandBus } from './commandBus.ts';
import type { ConsoleCore } from './consoleCore.ts';
import { forgetCases, forgetLate } from './forgetting.ts';
import { fillPlace } from './placeFilling.ts';
import { actOn } from './actOn.ts';
import { caseForPerson } from './session/reading.ts';
import { askForSeat } from './session/seatChoice.ts';
import { Session, type DemoPerson, type SessionPorts } from './session/session.ts';
import type { CommittedAct } from './store/outboxStore.ts';
import { fetchStubs } from './sync/stubPages.ts';
import type { ReplicaChange, ReplicaStore } from './store/replicaStore.ts';
import { Upkeep } from './upkeep.ts';
import type { Topic } from './views/viewHub.ts';

const dice = { next: () => Buffer.from(systemRandom(4)).readUInt32BE() / 2 ** 32 };

/** The engine of this console: its files behind the engine's ports, its key, its line. */
export function engineOf(
  core: ConsoleCore,
  options: {
    readonly clock: Clock;
    readonly program: string;
    readonly wake: () => void;
    readonly log: Log;
    readonly touch: (topics: readonly Topic[]) => void;
  },
): SyncEngine {
  const { publicKey, privateKey } = core.identity;
  const { log, touch } = options;
  return new SyncEngine(
    {
      clock: options.clock,
      dice,
      link: core.line,
      outbox: core.outbox,
      replica: core.replica,
      checked: core.replica,
      signer: { sign: deviceSigner({ publicKey, privateKey }) },
      offset: core.offset,
    },
    {
      ...options,
      scopes: () => scopesOf(core),
      session: () => core.session.token,
      isFilling: (scope) => core.fill.isFilling(scope),
      aside: (frame) => {
        touch(heardAside(core, frame));
      },
      repaired: (cases) => {
        log.write('warn', 'sync/repaired', { cases });
        touch(['sync']);
      },
    },
  );
}

/** Feeds that this console reads. */
export function scopesOf({ scope, session }: ConsoleCore): readonly string[] {
  const { person, token } = session;
  // Nobody's inbox is told to whom the district has not seen log in here.
  const own = person === null || token === null ? [] : [`inbox:${person.id}`];
  return [scope, 'ref', `inbox:${scope}`, ...own];
}

/** The line to the station of this street, if there is one: what the others do there is shown here, and never confirmed. */
export function streetLineOf(
  core: Pick<ConsoleCore, 'outbox' | 'replica' | 'keeper' | 'offset' | 'engine'> & {
    readonly identity: DeviceKey;
  },
  options: {
    readonly clock: Clock;
    readonly link: StreetLinkPort | null;
    readonly wake: () => void;
    readonly touch: (topics: readonly Topic[]) => void;
    readonly protocols?: Protocols;
  },
): StreetLine | null {
  const { link } = options;
  if (link === null) return null;
  const { publicKey, privateKey } = core.identity;
  const show = async (cases: readonly string[]): Promise<void> => {
    if (cases.length === 0) return;
    await core.replica.refresh(cases);
    options.touch(['sync']);
  };
  return new StreetLine({
    ...options,
    dice,
    link,
    outbox: core.outbox,
    signer: { sign: deviceSigner({ publicKey, privateKey }) },
    offset: core.offset,
    status: () => core.engine.status(),
    heard: {
      acts: async (ops, isAll) => {
        const gone = isAll ? core.keeper.keepForeign(new Set(ops.map((op) => op.opId))) : [];
        await show([...new Set([...gone, ...core.keeper.addForeign(ops)])]);
      },
      decided: async (decisions) => {
        const own = core.keeper.ownAmong(decisions);
        await show(core.keeper.decidedForeign(decisions));
        return own;
      },
      lineUp: () => {
        core.engine.nudge();
      },
      changed: () => {
        options.touch(['sync']);
      },
    },
  });
}

/** What the district tells besides feeds; names what it changes. */
function heardAside(core: ConsoleCore, frame: ServerFrame): readonly Topic[] {
  if (frame.f === 'seatLost') {
    const isOurs = core.seat.lose(frame.seat, frame.by, core.clock.wall());
    return isOurs ? ['calls', 'alarms'] : [];
  }
  if (frame.f === 'head') {
    core.questions.heads.hear(frame.head);
    return [];
  }
  if (frame.f === 'calls') {
    const { seatState } = frame.calls as { readonly seatState?: unknown };
    core.seat.heard(String(seatState));
  }
  if (frame.f === 'welcome') core.fill.greeted(frame);
  const topic = core.news.hear(frame, core.now());
  const topics = topic === null ? [] : [topic];
  if (frame.f !== 'welcome' || !core.session.greeted(frame.heads)) return topics;
  return [...topics, 'session', 'notices', 'alarms'];
}

/** What the district said of own acts. */
export async function decisionsShown(
  { keeper, healing, outbox, replica }: ConsoleCore,
  decisions: readonly WireDecision[],
): Promise<void> {
  keeper.decided(decisions);
  healing.decided(decisions);
  const caseless = decisions.filter((one) => one.caseId === null).map((one) => one.opId);
  const cases = decisions.flatMap((one) => one.caseId ?? []);
  if (caseless.length > 0) await outbox.markSeen(caseless);
  await replica.refresh([...new Set(cases)]);
}

/** Pending acts changed as a whole. */
export async function pendingReloaded({ keeper, outbox, replica }: ConsoleCore): Promise<void> {
  const before = keeper.cases();
  keeper.load(await outbox.pending());
  await replica.refresh([...new Set([...before, ...keeper.cases()])]);
}

/** Rows changed; returns what is to be done of it. */
export function replicaShown(
  core: ConsoleCore,
  { seen, cases, recordTypes, hasNotices, redacted }: ReplicaChange,
  touch: (topics: readonly Topic[], cases?: ReadonlySet<string>) => void,
): readonly Promise<void>[] {
  core.healing.received(cases.length);
  const work = seen.length > 0 ? [core.outbox.markSeen(seen)] : [];
  if (redacted !== undefined && redacted.size > 0) work.push(forgetCases(core, redacted));
  if (recordTypes.has('lease')) work.push(learnLeases(core, touch));
  if (cases.length > 0) touch(['cases'], new Set(cases));
  if (recordTypes.size > 0) touch(['records']);
  if (hasNotices === true) touch(['notices']);
  return work;
}

/**
 * Reads the replica into memory. A kill may have come between the page that told of a range of numbers and the book of
 * numbers, which stands in another file.
 */
export async function replicaOpened(
  core: ConsoleCore,
  replica: ReplicaStore,
  touch: (topics: readonly Topic[]) => void,
): Promise<void> {
  await replica.open();
  await learnLeases(core, touch);
}

/** The ranges of numbers that the district has lent to this replica. */
async function learnLeases(
  core: ConsoleCore,
  touch: (topics: readonly Topic[]) => void,
): Promise<void> {
  const { replica } = core.outbox.identity();
  const own = core.book.all('lease').filter((lease) => lease.replica === replica);
  await core.numbers.learn(
    own.map(({ origin, from, to, incarnation }) => ({
      origin,
      first: from,
      last: to,
      incarnation,
    })),
  );
  touch(['outbox']);
}

/** The hot set of model.md 0.2, and stubs of two years. */
function rotate(core: ConsoleCore, cases: number): Promise<number> {
  const now = core.now();
  return core.replica.rotate({
    endedBefore: now - hotDays(core.scope) * DAY_MS,
    forgetBefore: now - STUB_DAYS * DAY_MS,
    cases,
    isKept: (caseId) => core.questions.isLookedAt(caseId),
  });
}

const LINE_WAIT_MS = 2_000;
const LOOK_AGAIN_MS = 20;

/**
 * Who sits here, and as whom this console speaks. A connection stays logged in as whoever logged in on it:
 * when he leaves, or another is judged without the district, it ends, and the next one is nobody's.
 */
export function sessionOf(
  core: ConsoleCore,
  options: {
    readonly clock: Clock;
    readonly demoPerson: (login: string) => DemoPerson | null;
    readonly touch: (topics: readonly Topic[]) => void;
  },
): Session {
  let spokeAs: string | null = null;
  const onChange = (): void => {
    const { person, token, now } = core.session;
    core.seat.session(now);
    if (spokeAs !== null && spokeAs !== person?.id && token === null) core.engine.reconnect();
    spokeAs = person?.id ?? null;
    // What waits in the inbox of whoever has come is asked for now, not at the next beat.
    core.engine.nudge();
    options.touch(['session', 'cases', 'calls', 'notices', 'alarms']);
  };
  const { clock, demoPerson } = options;
  const engine = async (): Promise<SyncEngine | null> => {
    await lineComing(core);
    return core.isOnline() ? core.engine : null;
  };
  const sit: SessionPorts['sit'] = (wish, grants) => askForSeat(core, wish, grants);
  const markOf = createTextMark(core.identity.dataKey);
  return new Session({ clock, desk: core.desk, markOf, engine, demoPerson, sit, onChange });
}

/** A line that is just being dialled is worth a moment: without it the cached verifier would judge. */
async function lineComing(core: ConsoleCore): Promise<void> {
  for (let waited = 0; waited < LINE_WAIT_MS; waited += LOOK_AGAIN_MS) {
    if (core.line.isCut() || core.engine.status().line !== 'connecting') return;
    await sleep(LOOK_AGAIN_MS);
  }
}

/** The door for acts of this console. */
export function busOf(
  core: ConsoleCore,
  told: {
    readonly acknowledged: (act: CommittedAct) => void;
    readonly committed: (act: CommittedAct) => Promise<void>;
  },
): CommandBus {
  return new CommandBus({
    ...told,
    session: core.session,
    outbox: core.outbox,
    numbers: core.numbers,
    told: core.told,
    cards: core.cards,
    keeper: core.keeper,
    offset: core.offset,
    reference: () => core.rules,
    scope: core.scope,
    zoneMinutes: () => core.profile.zoneMinutes,
    isCutOff: () => !core.isOnline(),
    epoch: () => core.replica.epoch(),
    silentSince: core.silentSince,
    shownCase: (caseId, person) => caseForPerson(core, caseId, person.id),
    actOn: (caseId, opId) => actOn(core, caseId, opId),
    unitName: (unit) => core.profile.unitName(unit),
    fillPlace: (args) => fillPlace(core.reference.areas, args),
    dictVersion: () => core.reference.catalogue?.version ?? null,
  });
}

export function upkeepOf(core: ConsoleCore, touch: (topics: readonly Topic[]) => void): Upkeep {
  return new Upkeep({
    clock: core.clock,
    now: () => core.now(),
    today: () => core.bus.today(),
    isOnline: () => core.isOnline(),
    engine: core.engine,
    outbox: core.outbox,
    replica: core.replica,
    keeper: core.keeper,
    numbers: core.numbers,
    healing: core.healing,
    lineMark: core.lineMark,
    fetchReference: async () => {
      const isComplete = await core.profile.complete(core.engine);
      const isNew =
        isComplete || (await core.profile.refreshPeople(core.engine, core.clock.mono()));
      if (isNew) touch(['session', 'cases']);
    },
    rotate: (cases) => rotate(core, cases),
    fetchStubs: () => fetchStubs(core),
    forgetLate: (isStart) => forgetLate(core, isStart),
    onFailure: (cause) => core.failed(cause),
    onOnline: () => {
      core.seat.again();
    },
    touch,
  });
}
