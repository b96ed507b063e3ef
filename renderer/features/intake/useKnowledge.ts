import { computed, ref, watch } from 'vue';
import { useNamesStore, type RefNames } from '#renderer/client/namesStore.ts';
import type { IntakeForm } from './intakeForm.ts';
import { rankAnswers } from './rankAnswers.ts';

/** Ready answers for the open form, the best fitting first, and the one that is open to be read. */
export function useKnowledge(form: () => IntakeForm | null) {
  const names = useNamesStore();
  const current = ref(0);
  const answers = computed<RefNames['answers']>(() => {
    const now = form();
    if (now === null) return [];
    return rankAnswers(names.names?.answers ?? [], `${now.matter?.name ?? ''} ${now.text}`);
  });
  watch(
    () => answers.value[0]?.id,
    () => {
      current.value = 0;
    },
  );
  const openText = computed(() => answers.value[current.value]?.text ?? '');
  const next = (): void => {
    if (answers.value.length > 0) current.value = (current.value + 1) % answers.value.length;
  };
  return { answers, current, openText, next };
}
