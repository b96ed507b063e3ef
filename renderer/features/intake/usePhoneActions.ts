import { useActions } from '#renderer/app/actions/useActions.ts';
import { mayOpen } from '#renderer/app/screens.ts';
import { useSessionStore } from '#renderer/client/sessionStore.ts';
import { useIntakeStore } from './intakeStore.ts';
import { phoneActions } from './phone.actions.ts';
import { usePhone } from './usePhone.ts';

/** The phone keys of every screen; a locked seat has none. */
export function usePhoneActions(): void {
  const phone = usePhone();
  const intake = useIntakeStore();
  const session = useSessionStore();
  const isHere = (): boolean =>
    session.session?.state === 'open' && mayOpen('intake', session.hasRole);
  const isLive = (): boolean => isHere() && phone.live.value !== null;
  useActions(phoneActions, {
    'phone.answer': { run: phone.answer, when: isHere },
    'phone.pass': { run: phone.pass, when: () => isHere() && intake.ringing !== null },
    'phone.hold': { run: phone.hold, when: isLive },
    'phone.hangUp': { run: phone.hangUp, when: isLive },
  });
}
