import { computed, ref, shallowRef } from 'vue';
import type { CallInput, CallOutput } from '#core/protocol/console/calls.ts';
import type { WireError } from '#core/protocol/console/envelope.ts';
import { useClient } from '#renderer/client/useClient.ts';
import { errorText } from '#renderer/i18n/errorText.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';

type Of = CallInput<'address.try'>['of'];
type Said = { readonly kind: 'ok' | 'now'; readonly text: string };

/** One address of this console: what is typed, who answers there, and keeping it. */
export function useAddress(of: Of) {
  const client = useClient();
  const m = useMessages();
  const text = ref('');
  const isBusy = ref(false);
  /** What answered, and at which text: it says nothing of another one. */
  const tried = shallowRef<(CallOutput<'address.try'> & { readonly at: string }) | null>(null);
  const said = shallowRef<Said | null>(null);
  /** At which text somebody was told that it is not there, and pressed all the same. */
  const warnedAt = ref<string | null>(null);

  /** What answered at the text as it stands. */
  const found = computed(() => (tried.value?.at === text.value.trim() ? tried.value : null));
  const isNone = computed(() => of === 'station' && text.value.trim() === '');
  const isSure = computed(() => isNone.value || (found.value !== null && isIt(of, found.value)));
  /** He is asked once more: a console may be moved before its server is up. */
  const isWarned = computed(
    () => found.value !== null && !isSure.value && warnedAt.value === text.value.trim(),
  );
  const mayKeep = computed(() => !isBusy.value && (isNone.value || found.value !== null));

  const failed = (error: WireError): void => {
    said.value = { kind: 'now', text: errorText(m.value, error) };
  };
  async function busy(run: () => Promise<void>): Promise<void> {
    if (isBusy.value) return;
    isBusy.value = true;
    said.value = null;
    await run().finally(() => (isBusy.value = false));
  }

  const knock = () =>
    busy(async () => {
      tried.value = null;
      warnedAt.value = null;
      const address = text.value.trim();
      const reply = await client.do('address.try', { of, address });
      if (reply.ok) tried.value = { ...reply.value, at: address };
      else failed(reply.error);
    });

  const keep = () =>
    busy(async () => {
      if (!isSure.value && !isWarned.value) {
        warnedAt.value = text.value.trim();
        return;
      }
      const reply = await client.do('address.keep', { of, address: text.value.trim() });
      if (!reply.ok) return failed(reply.error);
      said.value = { kind: 'ok', text: m.value.settings.addresses.kept[reply.value.counts] };
    });

  return { text, isBusy, found, said, isWarned, mayKeep, knock, keep };
}

/** Whoever is looked for, believed, and able to talk with this program. */
function isIt(
  of: Of,
  { answer, certificate, version, letsIn }: CallOutput<'address.try'>,
): boolean {
  const isBelieved = certificate === 'same' || certificate === 'plain';
  return answer === of && isBelieved && version === 'agreed' && letsIn !== false;
}
