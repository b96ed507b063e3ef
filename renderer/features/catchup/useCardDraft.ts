import { onMounted, onScopeDispose, watch, type Ref } from 'vue';
import { useDraftKeep } from '#renderer/client/useDraftKeep.ts';
import { cardOf, isBlank, type CardForm } from './cardForm.ts';

const SAVE_MS = 400;

/** A card in hand is on disk within a second of being typed, and is there again after a crash. */
export function useCardDraft(form: Ref<CardForm>): { readonly save: () => Promise<void> } {
  const kept = useDraftKeep('catchup');
  let isRead = false;
  let saving: ReturnType<typeof setTimeout> | null = null;
  const save = async (): Promise<void> => {
    if (saving !== null) clearTimeout(saving);
    saving = null;
    await (isBlank(form.value) ? kept.drop() : kept.save(form.value));
  };
  onMounted(async () => {
    const before = cardOf(await kept.load());
    if (before !== null && isBlank(form.value)) form.value = before;
    isRead = true;
  });
  watch(
    form,
    () => {
      if (isRead) saving ??= setTimeout(() => void save(), SAVE_MS);
    },
    { deep: true },
  );
  onScopeDispose(() => {
    if (saving !== null) void save();
  });
  return { save };
}
