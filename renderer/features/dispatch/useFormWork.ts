import { computed, shallowRef } from 'vue';

/**
 * What the form still waits for: a hash being computed, an answer that Enter has already asked for. Sending
 * waits for it too, so that a hand faster than the machine loses nothing.
 */
export function useFormWork() {
  const running = shallowRef<ReadonlySet<Promise<unknown>>>(new Set());
  return {
    isWorking: computed(() => running.value.size > 0),
    during: (task: Promise<unknown>): void => {
      running.value = new Set([...running.value, task]);
      const over = (): void => {
        running.value = new Set([...running.value].filter((each) => each !== task));
      };
      task.then(over, over);
    },
    settled: async (): Promise<void> => {
      while (running.value.size > 0) await Promise.allSettled(running.value);
    },
    forget: (): void => {
      running.value = new Set();
    },
  };
}
