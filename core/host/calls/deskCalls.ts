import { err, ok, type Result } from '../../kernel/result.ts';
import type { CallOutput } from '../../protocol/console/calls.ts';
import type { Settings } from '../../protocol/console/calls.ts';
import type { WireError } from '../../protocol/console/envelope.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import type { HostContext } from '../hostContext.ts';
import { isDemoPlace } from '../demoPlace.ts';
import { diagnosticsBundle } from '../diagnostics.ts';
import { hasCallInHand } from '../views/callsView.ts';
import { unreadNotices } from '../views/noticesView.ts';
import { refuse, type CallTable } from './callTable.ts';

type DeskCalls = Omit<
  CallTable,
  | 'exchange.write'
  | 'exchange.take'
  | 'exchange.bring'
  | 'op.submit'
  | 'number.peek'
  | 'case.search'
  | 'case.near'
  | 'case.rows'
  | 'caller.seal'
  | 'caller.open'
  | 'caller.cases'
  | 'audit.state'
  | 'cards.list'
  | 'cards.print'
  | 'cards.release'
  | 'cards.find'
  | 'file.put'
  | 'file.get'
  | 'place.search'
  | 'place.at'
  | 'matter.search'
  | 'matter.get'
  | 'unit.propose'
  | 'unit.list'
  | 'map.areas'
  | 'map.base'
  | 'ref.names'
  | 'setup.enrol'
  | 'setup.enrolAgain'
>;
type Done = Result<Record<string, never>, WireError>;

const DONE: Done = ok({});
const DRAFT_BYTES_MAX = 1024 * 1024;
const DEFAULTS: Settings = {
  language: 'zh-CN',
  theme: 'dark',
  density: 'normal',
  textSize: 100,
  soundMode: 'hall',
  volume: 70,
};

/** Session, drafts, the phone, settings: everything of this desk. */
export function deskCalls(core: () => ConsoleCore, host: HostContext): DeskCalls {
  return {
    ...sessionCalls(core),
    ...phoneCalls(core),
    ...districtCalls(core),
    ...draftCalls(core, host),
    ...ownCalls(core, host),
  };
}

function sessionCalls(
  core: () => ConsoleCore,
): Pick<DeskCalls, 'session.login' | 'session.logout' | 'session.lock' | 'session.unlock'> {
  return {
    'session.login': async (input) => done(await core().session.login(input)),
    'session.logout': () => {
      if (hasCallInHand(core())) return Promise.resolve(refuse('session/in-call'));
      core().session.logout();
      return Promise.resolve(DONE);
    },
    'session.lock': () => {
      core().session.lock();
      return Promise.resolve(DONE);
    },
    'session.unlock': async ({ password, newPassword }) =>
      done(await core().session.unlock(password, newPassword)),
  };
}

function phoneCalls(
  core: () => ConsoleCore,
): Pick<DeskCalls, 'call.claim' | 'call.pass' | 'call.hold' | 'call.end' | 'seat.state'> {
  const act = async (
    what: 'claim' | 'pass' | 'hold' | 'resume' | 'end',
    callId: string,
  ): Promise<Done> => {
    const seat = core().session.person?.seat;
    if (seat === undefined) return refuse('session/needed');
    const answer = await core().engine.ask({ f: 'callAct', act: what, callId, seat });
    return answer.ok ? DONE : refuse(codeOf(answer.value, 'call/gone'));
  };
  return {
    'call.claim': ({ callId }) => act('claim', callId),
    'call.pass': ({ callId }) => act('pass', callId),
    'call.hold': ({ callId, on }) => act(on ? 'hold' : 'resume', callId),
    'call.end': ({ callId }) => act('end', callId),
    'seat.state': ({ state }) => {
      const person = core().session.person;
      if (person === null) return Promise.resolve(refuse('session/needed'));
      core().seat.say(state);
      return Promise.resolve(DONE);
    },
  };
}

type DistrictCall =
  | 'people.list'
  | 'people.make'
  | 'people.password'
  | 'devices.list'
  | 'devices.code'
  | 'drill.list'
  | 'audit.verify'
  | 'audit.looks'
  | 'numbers.report';

/** Questions that only the district can answer; without a line they say so. */
function districtCalls(core: () => ConsoleCore): Pick<DeskCalls, DistrictCall> {
  const ask = async <N extends DistrictCall>(
    name: N,
    input: unknown,
  ): Promise<Result<CallOutput<N>, WireError>> => {
    const answer = await core().engine.ask({ f: 'ask', name, input });
    if (!answer.ok) return refuse(codeOf(answer.value, 'session/needed'));
    return ok(answer.value as unknown as CallOutput<N>);
  };
  return {
    'people.list': (input) => ask('people.list', input),
    'people.make': (input) => ask('people.make', input),
    'people.password': (input) => ask('people.password', input),
    'devices.list': (input) => ask('devices.list', input),
    'devices.code': (input) => ask('devices.code', input),
    'drill.list': (input) => ask('drill.list', input),
    'audit.verify': (input) => ask('audit.verify', input),
    'audit.looks': (input) => ask('audit.looks', input),
    'numbers.report': (input) => ask('numbers.report', input),
  };
}

/** A form belongs to whoever types it: nobody else finds it, and nobody at all without a login. */
function draftCalls(
  core: () => ConsoleCore,
  host: HostContext,
): Pick<DeskCalls, 'draft.save' | 'draft.list' | 'draft.drop'> {
  const person = (): string | null => core().session.person?.id ?? null;
  return {
    'draft.save': async ({ key, body }) => {
      const own = person();
      if (own === null) return refuse('session/needed');
      if (JSON.stringify(body).length > DRAFT_BYTES_MAX)
        return refuse('op/schema', { path: 'body' });
      const savedAt = host.clock.wall();
      await core().drafts.save(own, { key, body, savedAt });
      host.touch(['calls']);
      return ok({ savedAt });
    },
    'draft.list': async () => {
      const own = person();
      return own === null ? refuse('session/needed') : ok({ drafts: await core().drafts.of(own) });
    },
    'draft.drop': async ({ key }) => {
      const own = person();
      if (own === null) return refuse('session/needed');
      await core().drafts.drop(own, key);
      host.touch(['calls']);
      return DONE;
    },
  };
}

function ownCalls(
  core: () => ConsoleCore,
  host: HostContext,
): Omit<
  DeskCalls,
  | keyof ReturnType<typeof sessionCalls>
  | keyof ReturnType<typeof phoneCalls>
  | keyof ReturnType<typeof districtCalls>
  | keyof ReturnType<typeof draftCalls>
> {
  return {
    'alarm.acknowledge': async ({ id }) => {
      await core().desk.seeAlarm(id, host.clock.wall());
      host.touch(['alarms']);
      return DONE;
    },
    'notice.read': async ({ ids, all }) => {
      const person = core().session.person?.id;
      if (person === undefined) return refuse('session/needed');
      const seen = all === undefined ? ids : await unreadNotices(core(), all);
      await core().desk.seeNotices(person, seen, host.clock.wall());
      host.touch(['notices']);
      return DONE;
    },
    'line.cut': ({ on }) => {
      // Where work is real nobody makes himself cut off, and so the only one who may decide.
      if (on && !isDemoPlace(core())) return Promise.resolve(refuse('line/demo-only'));
      core().cutLine(on);
      return Promise.resolve(DONE);
    },
    'settings.get': async () => {
      const kept = (await host.settings.read()) as Partial<Settings> | null;
      return ok({ ...DEFAULTS, ...kept });
    },
    'settings.set': async (input) => {
      await host.settings.write(input);
      host.touch(['settings']);
      return DONE;
    },
    'diagnostics.bundle': async () => ok(await diagnosticsBundle(host)),
    'about.get': async () => ok(await host.about()),
  };
}

function done(result: Result<null, string | WireError>): Done {
  if (result.ok) return DONE;
  return typeof result.error === 'string' ? refuse(result.error) : err(result.error);
}

function codeOf(value: unknown, otherwise: string): string {
  const code = typeof value === 'object' && value !== null && 'code' in value ? value.code : null;
  return typeof code === 'string' ? code : otherwise;
}
