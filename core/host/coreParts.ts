import { deviceSigner } from '../node/deviceKey.ts';
import { systemRandom } from '../node/systemClock.ts';
import type { Clock } from '../kernel/time.ts';
import type { ServerFrame } from '../protocol/sync/frames.ts';
import { SyncEngine } from '../sync/syncEngine.ts';
import { CommandBus } from './commandBus.ts';
import type { ConsoleCore } from './consoleCore.ts';
import { fillPlace } from './placeFilling.ts';
import type { CommittedAct } from './store/outboxStore.ts';
import { Upkeep } from './upkeep.ts';
import type { Topic } from './views/viewHub.ts';

/** The engine of this console: its files behind the engine's ports, its key, its line. */
export function engineOf(
  core: ConsoleCore,
  options: {
    readonly clock: Clock;
    readonly program: string;
    readonly scopes: () => readonly string[];
    readonly wake: () => void;
    readonly aside: (frame: ServerFrame) => void;
  },
): SyncEngine {
  const { publicKey, privateKey } = core.identity;
  return new SyncEngine(
    {
      clock: options.clock,
      dice: { next: () => Buffer.from(systemRandom(4)).readUInt32BE() / 2 ** 32 },
      link: core.line,
      outbox: core.outbox,
      replica: core.replica,
      signer: { sign: deviceSigner({ publicKey, privateKey }) },
      offset: core.offset,
    },
    { ...options, session: () => core.session.token },
  );
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
    keeper: core.keeper,
    offset: core.offset,
    reference: () => core.rules,
    scope: core.scope,
    zoneMinutes: () => core.profile.zoneMinutes,
    isCutOff: () => !core.isOnline(),
    silentSince: core.silentSince,
    shownCase: (caseId) => core.shownCase(caseId),
    fillPlace: (args) => fillPlace(core.reference.areas, args),
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
    fetchReference: async () => {
      if (await core.profile.complete(core.engine)) touch(['session', 'cases']);
    },
    onOnline: () => {
      core.seat.again(core.session.now.state === 'locked');
    },
    touch,
  });
}
