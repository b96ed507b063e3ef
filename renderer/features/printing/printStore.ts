import { defineStore } from 'pinia';
import { nextTick, ref } from 'vue';

export type Printed = 'sheet' | 'slip';

/** Which paper the next print shows; the case sheet unless the slip was asked for. */
export const usePrintStore = defineStore('printing', () => {
  const what = ref<Printed>('sheet');
  const print = async (wanted: Printed): Promise<void> => {
    what.value = wanted;
    await nextTick();
    window.print();
  };
  return { what, print };
});
