import { computed, ref, watch } from 'vue';
import type { CallOutput, Receipt } from '#core/protocol/console/calls.ts';
import type { WireError } from '#core/protocol/console/envelope.ts';
import type { Result } from '#core/kernel/result.ts';
import { useClient } from '#renderer/client/useClient.ts';
import { useFormat } from '#renderer/i18n/useFormat.ts';
import { useNowStore } from '#renderer/ui/nowStore.ts';
import { faultsOf, newCard, type CardForm } from './cardForm.ts';
import type { LocalNow } from './paperTime.ts';
import { sendCard } from './sendCard.ts';
import { useCardDraft } from './useCardDraft.ts';

const FIND_MS = 250;

/** A card in hand: kept while it is typed, found before it is sent, sent as acts with the times on it. */
export function useCardForm() {
  const client = useClient();
  const ticking = useNowStore();
  const format = useFormat();
  const form = ref<CardForm>(newCard(crypto.randomUUID()));
  const found = ref<CallOutput<'cards.find'> | null>(null);
  const isTried = ref(false);
  const isBusy = ref(false);
  const draft = useCardDraft(form);

  const now = computed<LocalNow>(() => {
    const at = ticking.now;
    const [hours = '0', minutes = '0'] = format.value.clock(at).split(':');
    return { at, day: format.value.isoDay(at), minute: Number(hours) * 60 + Number(minutes) };
  });
  const faults = computed(() => faultsOf(form.value, now.value));

  const look = async (card: string): Promise<void> => {
    const reply = await client.do('cards.find', { card });
    if (reply.ok && form.value.card.trim() === card) found.value = reply.value;
  };
  watch(
    () => form.value.card.trim(),
    (card, _, onCleanup) => {
      found.value = null;
      if (card === '') return;
      const timer = setTimeout(() => void look(card), FIND_MS);
      onCleanup(() => clearTimeout(timer));
    },
    { immediate: true },
  );

  const clear = async (): Promise<void> => {
    form.value = newCard(crypto.randomUUID(), form.value.path);
    isTried.value = false;
    await draft.save();
  };
  /** Null where something is missing, which the form then says. */
  const send = async (): Promise<Result<Receipt, WireError> | null> => {
    isTried.value = true;
    if (faults.value.length > 0 || isBusy.value) return null;
    isBusy.value = true;
    const done = await sendCard(client, form.value, now.value);
    isBusy.value = false;
    if (done.ok) await clear();
    return done;
  };
  return { form, found, faults, isTried, isBusy, send, clear };
}

export type CardDesk = ReturnType<typeof useCardForm>;
