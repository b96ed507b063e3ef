/** Fields in which somebody has typed, and whether his last stroke left them empty. */
const typedIn = new WeakMap<EventTarget, boolean>();

export function noteTyping({ target }: Event): void {
  if (target !== null) typedIn.set(target, isEmpty(target));
}

/**
 * The focus is where Ctrl+Z belongs to the words. Whoever took all of them out himself can have them back; a field
 * that was emptied for him, as after its words were sent, has none to give back.
 */
export function hasOwnUndo(focused: Element | null): boolean {
  const leftEmpty = focused === null ? undefined : typedIn.get(focused);
  if (focused === null || leftEmpty === undefined) return false;
  if (leftEmpty || !isEmpty(focused)) return true;
  typedIn.delete(focused);
  return false;
}

function isEmpty(field: EventTarget): boolean {
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)
    return field.value === '';
  return field instanceof HTMLElement && field.textContent === '';
}
