import { referenceOf } from '../domain/catalogue/referenceOf.ts';
import { decide } from '../domain/decide.ts';
import type { Grant } from '../domain/operation/decision.ts';
import { PROGRAM_PERSON, TELEPHONY_PERSON } from '../domain/operation/kindSpec.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import type { EpochMs, Clock } from '../kernel/time.ts';
import { deviceVerifier } from '../node/deviceKey.ts';
import type { Log } from '../node/logFile.ts';
import { nodeHashing } from '../node/nodeHashing.ts';
import { systemRandom } from '../node/systemClock.ts';
import { KIND_VERSION, isOpKind, parseArgs } from '../protocol/operation/parseArgs.ts';
import { openAudit } from './audit/openAudit.ts';
import type { Audit } from './audit/openAudit.ts';
import { sqlTreeStore } from './audit/treeStore.ts';
import type { CorePorts, Place } from './corePorts.ts';
import { DistrictCore } from './districtCore.ts';
import { openSecrets, readProfile } from './districtFolder.ts';
import type { DistrictSecrets, Profile } from './districtFolder.ts';
import type { NumberPorts } from './districtNumbers.ts';
import type { DistrictState } from './districtState.ts';
import { grantsAt } from './grantsAt.ts';
import { openHistory } from './history.ts';
import { originOf } from './leaseRanges.ts';
import { numbersFollow } from './numbersFollow.ts';
import type { History } from './history.ts';
import { Logins } from './logins.ts';
import { PasswordTurns } from './passwordTurns.ts';
import { PeopleBook } from './peopleBook.ts';
import type { Device } from './push.ts';
import { Sittings } from './sittings.ts';
import { programAuthor } from './programAuthor.ts';
import type { DistrictStore, LogEntry } from './store/districtStore.ts';
import { holdToDistrict, openStores } from './store/openStores.ts';
import type { PostgresChoice } from './store/openStores.ts';
import { sqlSecretStore } from './store/secretStore.ts';
import type { SecretStore } from './store/secretStore.ts';

export type DistrictOptions = {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  /** How many times faster business time runs than the machine: 1 but in drills. */
  readonly rate?: number;
  /** A server for the district's memory, instead of a file in its folder. */
  readonly postgres?: PostgresChoice | undefined;
  /** Another release's, in tests alone. */
  readonly rules?: Rules | undefined;
};

/** Which kinds of acts a release knows, and what it decides of them. */
export type Rules = Pick<CorePorts, 'check' | 'decide'>;

/** What the lines say of who was there; nothing is known of anybody until they are answered. */
export type Silence = {
  silentSince: CorePorts['silentSince'];
  wasConnected: CorePorts['wasConnected'];
};

/** A district in this process: its decider, its stores and what it knows of the profile. */
export type District = {
  readonly core: DistrictCore;
  readonly store: DistrictStore;
  readonly secretStore: SecretStore;
  readonly logins: Logins;
  readonly sittings: Sittings;
  readonly secrets: DistrictSecrets;
  readonly profile: Profile;
  readonly people: PeopleBook;
  readonly folder: string;
  /** Names this history: another one after a restore from a backup. */
  readonly history: History;
  readonly grantsOf: (person: string, at: EpochMs) => readonly Grant[];
  readonly silence: Silence;
  readonly audit: Audit;
  readonly rate: number;
  /** Returns a function that stops listening. */
  readonly onCommit: (listener: (entries: readonly LogEntry[]) => void) => () => void;
  readonly close: () => Promise<void>;
};

export async function openDistrict(options: DistrictOptions): Promise<District> {
  const { folder, clock, log, rate = 1, rules = OWN_RULES } = options;
  const profile = await readProfile(folder);
  const { database, store } = await openStores(options);
  try {
    const { secrets, people } = await openFolder(options, store);
    const secretStore = sqlSecretStore(database);
    const sittings = await Sittings.load(secretStore);
    const history = await openHistory(store, clock);
    const listeners = new Set<(entries: readonly LogEntry[]) => void>();
    const silence: Silence = { silentSince: () => null, wasConnected: () => false };
    const directory = directoryGrants(people);
    const core = await DistrictCore.open({
      store,
      clock,
      rate,
      hashing: nodeHashing,
      ...rules,
      reference: { ...referenceOf(profile.catalogue, profile.calendar), grantsOf: directory },
      numbers: numberPorts(profile),
      ...heardOf(silence),
      program: programAuthor(nodeHashing, systemRandom),
      device: deviceOf(),
      placeOf,
      ...trustOf(sittings, history),
      epoch: () => history.epoch,
      restoredAt: () => history.restoredAt,
      onCommit: (entries) => {
        for (const listener of listeners) listener(entries);
      },
      ...written(log),
    });
    await numbersFollow(store, core);
    const trees = sqlTreeStore(database);
    return {
      core,
      store,
      secretStore,
      logins: new Logins({ store: secretStore, clock, sittings, passwords: new PasswordTurns() }),
      sittings,
      secrets,
      profile,
      people,
      folder,
      history,
      grantsOf: (person, at) =>
        grantsAt(directory(person), core.state.grantsOf(person), { person, at }),
      silence,
      audit: openAudit({ store, trees, history, core, clock, secrets }),
      rate,
      onCommit(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      async close() {
        await core.close();
        await store.close();
      },
    };
  } catch (cause) {
    await database.close();
    throw cause;
  }
}

/** What one decider alone may write, read when this process is that one: another one may have been before. */
async function openFolder(
  { folder, clock, postgres }: DistrictOptions,
  store: DistrictStore,
): Promise<Pick<District, 'secrets' | 'people'>> {
  const secrets = await openSecrets(folder, clock);
  if (postgres !== undefined) await holdToDistrict(store, secrets.district);
  const { people } = await readProfile(folder);
  return { secrets, people: new PeopleBook(folder, people) };
}

/** What somebody must look at. */
function written(log: Log): Pick<CorePorts, 'onBug' | 'onFork'> {
  return {
    onBug: (op, cause) => {
      log.write('error', 'bug/decide', { kind: op.kind, opId: op.opId, why: String(cause) });
    },
    onFork: (replica, incarnation) => {
      log.write('error', 'sync/fork', { replica, incarnation });
    },
  };
}

function trustOf(sittings: Sittings, history: History): Pick<CorePorts, 'sat'> {
  return {
    sat: (sitting) =>
      sittings.sat(sitting) || sittings.satBeforeRestore(sitting, history.restoredAt),
  };
}

/** Asked anew each time: whoever answers the lines comes later. */
function heardOf(silence: Silence): Silence {
  return {
    silentSince: (street, when) => silence.silentSince(street, when),
    wasConnected: (replica, when) => silence.wasConnected(replica, when),
  };
}

function numberPorts({ catalogue, calendar }: Profile): NumberPorts {
  return {
    originOf: (scope) => originOf(catalogue, scope),
    zoneMinutes: calendar.offsetMinutes,
  };
}

function check(op: AnyOperation): 'ok' | 'unknown' | 'invalid' {
  if (!isOpKind(op.kind) || op.v > KIND_VERSION) return 'unknown';
  return parseArgs(op.kind, op.v, op.args).ok ? 'ok' : 'invalid';
}

export const OWN_RULES: Rules = { check, decide };

/** Keys are parsed once a device: a device that is enrolled again has another id. */
function deviceOf(): (device: string, state: DistrictState) => Device | null {
  const verifiers = new Map<string, Device['verify']>();
  return (device, state) => {
    const record = state.record('device', device);
    if (record === undefined || !('publicKey' in record) || record.revokedAt !== undefined) {
      return null;
    }
    const verify = verifiers.get(record.publicKey) ?? deviceVerifier(record.publicKey);
    if (verify === null) return null;
    verifiers.set(record.publicKey, verify);
    return { replica: record.replica, scope: record.scope, verify };
  };
}

/** Also of a device that was revoked since: what it said before counts. */
function placeOf(replica: string, state: DistrictState): Place | null {
  const found = state.recordsOf('device').find((one) => one.replica === replica);
  return found === undefined ? null : { device: found.device, scope: found.scope };
}

/** Grants that the profile's directory gives, and those of the district's own program and telephones. */
function directoryGrants(people: PeopleBook): (person: string) => readonly Grant[] {
  const always = { from: 0, to: null };
  const own = new Map<string, readonly Grant[]>([
    [PROGRAM_PERSON, [{ role: 'program', scope: 'district', ...always }]],
    [TELEPHONY_PERSON, [{ role: 'telephony', scope: 'district', ...always }]],
  ]);
  return (person) => own.get(person) ?? people.person(person)?.grants ?? [];
}
