/** Fields in which somebody has typed: as long as one has the keys, Ctrl+Z takes back its letters. */
const typedIn = new WeakSet<EventTarget>();

export function noteTyping(event: Event): void {
  if (event.target !== null) typedIn.add(event.target);
}

/** The focus is where Ctrl+Z belongs to the words. */
export function hasOwnUndo(focused: Element | null): boolean {
  return focused !== null && typedIn.has(focused);
}
