import { defineStore } from 'pinia';
import { onScopeDispose, ref, shallowReactive, shallowRef } from 'vue';

/** What a line means once it is complete: said in full before anything runs. */
export type CommandMeaning = { readonly preview: string; readonly run: () => unknown };

/** A verb with an object: `gd 0391`. Features bind theirs while their screen is open. */
export type CommandVerb = {
  readonly id: string;
  readonly verbs: readonly string[];
  /** Null: not complete, or no such thing; nothing can run then. */
  readonly resolve: (object: string) => Promise<CommandMeaning | null> | CommandMeaning | null;
};

export type CommandNews = { readonly text: string; readonly chord: string };

const NEWS_MS = 20_000;

export const useCommandStore = defineStore('command', () => {
  const verbs = shallowReactive(new Map<string, CommandVerb>());
  /** Raised to ask the bar for the focus. */
  const focusAsked = ref(0);
  const focus = (): void => {
    focusAsked.value += 1;
  };
  /** One quiet line of news beside the box, with the key that shows more. It leaves by itself. */
  const news = shallowRef<CommandNews | null>(null);
  let leaves: ReturnType<typeof setTimeout> | undefined;
  const say = (said: CommandNews): void => {
    clearTimeout(leaves);
    news.value = said;
    leaves = setTimeout(() => (news.value = null), NEWS_MS);
  };
  /** It was said to another person, or in another language. */
  const hush = (): void => {
    clearTimeout(leaves);
    news.value = null;
  };
  onScopeDispose(() => clearTimeout(leaves));
  return { verbs, focusAsked, focus, news, say, hush };
});

export function useCommandVerb(verb: CommandVerb): void {
  const store = useCommandStore();
  store.verbs.set(verb.id, verb);
  onScopeDispose(() => {
    if (store.verbs.get(verb.id) === verb) store.verbs.delete(verb.id);
  });
}
