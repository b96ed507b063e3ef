import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';

const WAIT_MS = 160;

export type Question = {
  /** What it is asked for: an answer for one is never shown for another. */
  readonly about: () => unknown;
  readonly text: () => string | null;
  readonly waitMs?: number;
};

/**
 * The answer to the newest question, asked a moment after it stopped changing. Answers to older ones
 * are dropped; null as question clears the answer, and so does another form.
 */
export function useAsked<T>(
  question: Question,
  ask: (text: string) => Promise<T | null>,
): Readonly<ShallowRef<T | null>> {
  const answer = shallowRef<T | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;
  watch(
    [question.about, question.text] as const,
    ([about, now], [aboutBefore]) => {
      clearTimeout(timer);
      turn += 1;
      const mine = turn;
      if (now === null || about !== aboutBefore) answer.value = null;
      if (now === null) return;
      timer = setTimeout(() => {
        void ask(now).then((value) => {
          if (mine === turn) answer.value = value;
        });
      }, question.waitMs ?? WAIT_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    clearTimeout(timer);
    turn += 1;
  });
  return answer;
}
