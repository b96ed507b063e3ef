import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';

/**
 * The answer to the newest question, asked a moment after it stopped changing. Answers to older ones
 * are dropped; null as question clears the answer.
 */
export function useAsked<T>(
  question: () => string | null,
  ask: (question: string) => Promise<T | null>,
  waitMs = 160,
): Readonly<ShallowRef<T | null>> {
  const answer = shallowRef<T | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;
  watch(
    question,
    (now) => {
      clearTimeout(timer);
      turn += 1;
      const mine = turn;
      if (now === null) {
        answer.value = null;
        return;
      }
      timer = setTimeout(() => {
        void ask(now).then((value) => {
          if (mine === turn) answer.value = value;
        });
      }, waitMs);
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    clearTimeout(timer);
    turn += 1;
  });
  return answer;
}
