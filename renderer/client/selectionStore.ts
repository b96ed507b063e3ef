import { defineStore } from 'pinia';
import { ref } from 'vue';

export type SelectedBy = 'board' | 'map' | 'route' | 'other';

/** The one case that board, case file and map show together. */
export const useSelectionStore = defineStore('selection', () => {
  const caseId = ref<string | null>(null);
  /** Who chose it: the others follow, the one that chose does not move. */
  const by = ref<SelectedBy>('other');
  const select = (id: string | null, from: SelectedBy): void => {
    caseId.value = id;
    by.value = from;
  };
  return { caseId, by, select };
});
