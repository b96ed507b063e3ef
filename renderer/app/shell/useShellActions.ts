import { computed } from 'vue';
import { useAlarmsStore } from '#renderer/client/alarmsStore.ts';
import { useSessionStore } from '#renderer/client/sessionStore.ts';
import { useClient } from '#renderer/client/useClient.ts';
import { useToastStore } from '#renderer/ui/toastStore.ts';
import { errorText } from '#renderer/i18n/errorText.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';
import type { ActionHandler } from '../actions/action.ts';
import { useActions } from '../actions/useActions.ts';
import { hasOwnUndo } from '../keymap/ownUndo.ts';
import { useSoundStore } from '../alarms/soundStore.ts';
import { useCommandStore } from '../command/commandStore.ts';
import { useRouterStore } from '../routerStore.ts';
import { mayOpen, screenName, type ScreenId } from '../screens.ts';
import { openBeside } from './openWindow.ts';
import { shellActions } from './shell.actions.ts';

/** What the acts of every screen do. */
export function useShellActions(parts: { readonly openKeySheet: () => void }): void {
  const client = useClient();
  const router = useRouterStore();
  const session = useSessionStore();
  const sound = useSoundStore();
  const command = useCommandStore();
  const toasts = useToastStore();
  const m = useMessages();

  /** The key of a screen that this role has not says so; nothing else offers it. */
  const goTo = (screen: ScreenId): ActionHandler => ({
    run: () => {
      if (mayOpen(screen, session.hasRole)) return router.go(screen);
      const text = m.value.shell.noRoleFor(screenName(m.value, screen));
      toasts.show({ kind: 'notice', text });
    },
    isHinted: () => mayOpen(screen, session.hasRole),
  });
  const beside = (screen: 'board' | 'map'): ActionHandler => ({
    run: () => openBeside(screen),
    when: () => mayOpen(screen, session.hasRole),
  });
  const { firstAlarm, acknowledge } = useFirstAlarm();
  const undo = (): void => {
    if (toasts.runNewest()) return;
    toasts.show({ kind: 'notice', text: m.value.shell.undoNothing });
  };

  useActions(shellActions, {
    'go.intake': goTo('intake'),
    'go.board': goTo('board'),
    'go.map': goTo('map'),
    'go.conflicts': goTo('conflicts'),
    'go.sync': goTo('sync'),
    'go.catchup': goTo('catchup'),
    'go.notices': () => router.go('sync', 'notices'),
    'go.people': goTo('people'),
    'go.devices': goTo('devices'),
    'go.audit': goTo('audit'),
    'go.settings': goTo('settings'),
    'window.board': beside('board'),
    'window.map': beside('map'),
    'window.wall': { run: () => openBeside('wall') },
    'shell.help': () =>
      router.go('help', router.route.screen === 'help' ? 'intake' : router.route.screen),
    'shell.keySheet': parts.openKeySheet,
    'shell.command': () => command.focus(),
    'shell.commandAnywhere': () => command.focus(),
    'shell.print': () => window.print(),
    'shell.acknowledge': { run: acknowledge, when: () => firstAlarm.value !== null },
    'shell.openAlarmCase': {
      run: () => router.go('case', firstAlarm.value?.caseId ?? undefined),
      when: () => typeof firstAlarm.value?.caseId === 'string',
    },
    'shell.openSync': () => router.go('sync'),
    'shell.undo': { run: undo, when: () => !hasOwnUndo(document.activeElement) },
    'shell.mute': () => sound.toggleMute(),
    'shell.lock': () => client.do('session.lock', {}),
    'shell.logout': useLogOut(),
    'shell.back': {
      run: () => history.back(),
      when: () => router.route.screen === 'help' || router.route.screen === 'case',
    },
    'shell.focusMain': () => document.getElementById('main')?.focus(),
  });
}

/** The oldest alarm that somebody must answer. */
function useFirstAlarm() {
  const client = useClient();
  const alarms = useAlarmsStore();
  const toasts = useToastStore();
  const m = useMessages();
  const firstAlarm = computed(
    () =>
      (alarms.alarms?.alarms ?? [])
        .filter((alarm) => alarm.level === 'A1' && !alarm.acknowledged)
        .toSorted((a, b) => a.since - b.since)[0] ?? null,
  );
  const acknowledge = async (): Promise<void> => {
    const alarm = firstAlarm.value;
    if (alarm === null) return;
    const reply = await client.do('alarm.acknowledge', { id: alarm.id });
    if (!reply.ok) toasts.show({ kind: 'failed', text: errorText(m.value, reply.error) });
  };
  return { firstAlarm, acknowledge };
}

/** Refused while a caller is on the line. */
function useLogOut(): () => Promise<void> {
  const client = useClient();
  const toasts = useToastStore();
  const m = useMessages();
  return async () => {
    const reply = await client.do('session.logout', {});
    if (!reply.ok) toasts.show({ kind: 'refused', text: errorText(m.value, reply.error) });
  };
}
