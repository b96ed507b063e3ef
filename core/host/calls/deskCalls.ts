import { err, ok, type Result } from '../../kernel/result.ts';
import type { Settings } from '../../protocol/console/calls.ts';
import type { WireError } from '../../protocol/console/envelope.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import type { HostContext } from '../hostContext.ts';
import { isDemoPlace } from '../demoPlace.ts';
import { diagnosticsBundle } from '../diagnostics.ts';
import { hasCallInHand } from '../views/callsView.ts';
import { unreadNotices } from '../views/noticesView.ts';
import { refuse, type CallTable } from './callTable.ts';
import { codeOf } from './districtCalls.ts';

type SessionCall = 'session.login' | 'session.logout' | 'session.lock' | 'session.unlock';
type PhoneCall = 'call.claim' | 'call.pass' | 'call.hold' | 'call.end' | 'seat.state';
type DraftCall = 'draft.save' | 'draft.list' | 'draft.drop';
type OwnCall =
  | 'alarm.acknowledge'
  | 'notice.read'
  | 'line.cut'
  | 'settings.get'
  | 'settings.set'
  | 'diagnostics.bundle'
  | 'about.get';
type DeskCalls = Pick<CallTable, SessionCall | PhoneCall | DraftCall | OwnCall>;
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
    ...draftCalls(core, host),
    ...ownCalls(core, host),
  };
}

function sessionCalls(core: () => ConsoleCore): Pick<DeskCalls, SessionCall> {
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

function phoneCalls(core: () => ConsoleCore): Pick<DeskCalls, PhoneCall> {
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

/** A form belongs to whoever types it: nobody else finds it, and nobody at all without a login. */
function draftCalls(core: () => ConsoleCore, host: HostContext): Pick<DeskCalls, DraftCall> {
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

function ownCalls(core: () => ConsoleCore, host: HostContext): Pick<DeskCalls, OwnCall> {
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
