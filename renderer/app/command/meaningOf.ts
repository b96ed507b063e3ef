import type { LiveAction } from '../actions/action.ts';
import type { Messages } from '#renderer/i18n/useMessages.ts';
import type { CommandMeaning, CommandVerb } from './commandStore.ts';

/**
 * What a typed line means, or null. Nothing is guessed: a verb must be known in full, and an act must
 * be possible now.
 */
export async function meaningOf(
  line: string,
  known: { readonly verbs: Iterable<CommandVerb>; readonly actions: readonly LiveAction[] },
  m: Messages,
): Promise<CommandMeaning | null> {
  const text = line.trim().toLowerCase();
  if (text === '') return null;
  const [verb = '', ...rest] = text.split(/\s+/);
  const object = rest.join(' ');
  for (const each of known.verbs) {
    if (object !== '' && each.verbs.includes(verb)) return each.resolve(object);
  }
  const action = known.actions.find(
    (each) =>
      each.words !== undefined &&
      each.when() &&
      (each.words.includes(text) || each.title(m).toLowerCase() === text),
  );
  return action === undefined ? null : { preview: action.title(m), run: action.run };
}
