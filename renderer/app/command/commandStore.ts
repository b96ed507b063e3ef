import { defineStore } from 'pinia';
import { onScopeDispose, ref, shallowReactive } from 'vue';

/** What a line means once it is complete: said in full before anything runs. */
export type CommandMeaning = { readonly preview: string; readonly run: () => unknown };

/** A verb with an object: `gd 0391`. Features bind theirs while their screen is open. */
export type CommandVerb = {
  readonly id: string;
  readonly verbs: readonly string[];
  /** Null: not complete, or no such thing; nothing can run then. */
  readonly resolve: (object: string) => Promise<CommandMeaning | null> | CommandMeaning | null;
};

export const useCommandStore = defineStore('command', () => {
  const verbs = shallowReactive(new Map<string, CommandVerb>());
  /** Raised to ask the bar for the focus. */
  const focusAsked = ref(0);
  const focus = (): void => {
    focusAsked.value += 1;
  };
  return { verbs, focusAsked, focus };
});

export function useCommandVerb(verb: CommandVerb): void {
  const store = useCommandStore();
  store.verbs.set(verb.id, verb);
  onScopeDispose(() => {
    if (store.verbs.get(verb.id) === verb) store.verbs.delete(verb.id);
  });
}
