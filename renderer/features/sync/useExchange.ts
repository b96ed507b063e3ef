import { ref } from 'vue';
import type { WireError } from '#core/protocol/console/envelope.ts';
import { saveFile } from '#renderer/client/saveFile.ts';
import { useClient } from '#renderer/client/useClient.ts';
import { errorText } from '#renderer/i18n/errorText.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';

type Said = { readonly kind: 'ok' | 'now'; readonly text: string };

/** What this desk does with files on a stick, and what came of the last one. */
export function useExchange() {
  const client = useClient();
  const m = useMessages();
  const isBusy = ref(false);
  const said = ref<Said | null>(null);

  async function busy(run: () => Promise<Said>): Promise<void> {
    if (isBusy.value) return;
    isBusy.value = true;
    said.value = await run().finally(() => (isBusy.value = false));
  }
  const failed = (error: WireError): Said => ({ kind: 'now', text: errorText(m.value, error) });
  const done = (text: string): Said => ({ kind: 'ok', text });

  /** What this desk has not got to the district yet, or what the station keeps of all of the street. */
  const write = (of: 'console' | 'station') =>
    busy(async () => {
      const reply = await client.do('exchange.write', { of });
      if (!reply.ok) return failed(reply.error);
      saveFile(reply.value);
      const { name, acts, left } = reply.value;
      const { written, writtenStreet } = m.value.sync.exchange;
      return done((of === 'station' ? writtenStreet : written)(name, acts, left));
    });

  const take = (texts: readonly string[]) =>
    busy(async () => {
      let decisions = 0;
      let isMore = false;
      for (const text of texts) {
        const reply = await client.do('exchange.take', { text });
        if (!reply.ok) return failed(reply.error);
        decisions += reply.value.decisions;
        ({ isMore } = reply.value);
      }
      return done(m.value.sync.exchange.taken(decisions, isMore));
    });

  /** All are brought before any answer is saved: so each answer tells of the others. */
  const bring = (texts: readonly string[]) =>
    busy(async () => {
      let decided = 0;
      let waiting = 0;
      for (const text of texts) {
        const reply = await client.do('exchange.bring', { text });
        if (!reply.ok) return failed(reply.error);
        decided += reply.value.decided;
        waiting += reply.value.waiting;
      }
      for (const text of texts) {
        const reply = await client.do('exchange.bring', { text });
        if (!reply.ok) return failed(reply.error);
        saveFile(reply.value);
      }
      return done(m.value.sync.exchange.brought(texts.length, decided, waiting));
    });

  return { isBusy, said, write, take, bring };
}
