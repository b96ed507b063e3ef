import { onScopeDispose } from 'vue';
import { useActionStore } from '../actions/registry.ts';
import { useRouterStore } from '../routerStore.ts';
import { chooseAction } from './chooseAction.ts';
import { chordOf, isComposition } from './chordOf.ts';
import { noteTyping } from './ownUndo.ts';

const SEQUENCE_MS = 1_500;

/** The page's one keydown listener. Everything else is in the registry. */
export function useKeymap(onKey: () => void): void {
  const actions = useActionStore();
  const router = useRouterStore();
  let before: string | null = null;
  let forget: ReturnType<typeof setTimeout> | undefined;

  const setBefore = (chord: string | null): void => {
    clearTimeout(forget);
    before = chord;
    if (chord !== null) forget = setTimeout(() => setBefore(null), SEQUENCE_MS);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    onKey();
    if (event.defaultPrevented) return;
    const chord = chordOf(event);
    if (chord === null) return;
    if (isComposition(event) && !/^F\d/.test(chord)) return;
    const choice = chooseAction(
      chord,
      {
        screen: router.route.screen,
        isTyping: isTyping(event.target),
        isDialogOpen: hasDialog(),
        before,
      },
      actions.all,
    );
    setBefore(choice.kind === 'wait' ? chord : null);
    if (choice.kind === 'none') return;
    event.preventDefault();
    if (choice.kind === 'run') choice.action.run();
  };

  window.addEventListener('keydown', onKeyDown);
  window.addEventListener('input', noteTyping);
  onScopeDispose(() => {
    clearTimeout(forget);
    window.removeEventListener('keydown', onKeyDown);
    window.removeEventListener('input', noteTyping);
  });
}

/** A dialog over the page has the keys to itself. */
export function hasDialog(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;
}

const TEXT_INPUTS = new Set(['text', 'search', 'password', 'number', 'tel', 'url', 'email', '']);

/** True where letters are text: fields, editable regions, open list boxes that search by typing. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLInputElement) return TEXT_INPUTS.has(target.type);
  return target.closest('[role="listbox"], [role="menu"]') !== null;
}
