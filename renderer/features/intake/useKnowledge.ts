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
  /**
   * What a call can be closed with as it stands. A complaint or a report asks for a deed: no ready answer
   * closes it.
   */
  const finalText = (): string => {
    const type = form()?.type;
    if (type !== 'consult' && type !== 'help') return '';
    const open = answers.value[current.value];
    return open?.closes === true ? open.text : '';
  };
  /** The answer to begin with: what a hand wrote stays, a ready one is chosen anew. */
  const answerOf = (written: string): string => {
    const isReady = (names.names?.answers ?? []).some(({ text }) => text === written);
    return written.trim() === '' || isReady ? finalText() : written;
  };
  const next = (): void => {
    if (answers.value.length > 0) current.value = (current.value + 1) % answers.value.length;
  };
  return { answers, current, answerOf, next };
}
