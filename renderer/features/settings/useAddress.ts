import { ref, shallowRef } from 'vue';
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
      const address = text.value.trim();
      const reply = await client.do('address.try', { of, address });
      if (reply.ok) tried.value = { ...reply.value, at: address };
      else failed(reply.error);
    });

  const keep = () =>
    busy(async () => {
      const reply = await client.do('address.keep', { of, address: text.value.trim() });
      if (!reply.ok) return failed(reply.error);
      said.value = { kind: 'ok', text: m.value.settings.addresses.kept[reply.value.counts] };
    });

  return { text, isBusy, tried, said, knock, keep };
}
