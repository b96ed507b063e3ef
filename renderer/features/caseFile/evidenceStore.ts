import { defineStore } from 'pinia';
import { ref } from 'vue';

/** Whether the evidence of the open case is looked at, and which piece. A key opens it from anywhere. */
export const useEvidenceStore = defineStore('evidence', () => {
  const isOpen = ref(false);
  const key = ref<string | null>(null);
  return {
    isOpen,
    key,
    show(wanted: string | null): void {
      key.value = wanted;
      isOpen.value = true;
    },
  };
});
