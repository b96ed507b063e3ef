import { computed, type ComputedRef } from 'vue';
import { useSessionStore } from '#renderer/client/sessionStore.ts';
import { useSyncStore } from '#renderer/client/syncStore.ts';
import { useFormat } from '#renderer/i18n/useFormat.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';
import { oldStreets } from './oldStreets.ts';

/** Streets whose data is old at this console, each with the words that date it. */
export function useStreetNotes(): ComputedRef<ReadonlyMap<string, string>> {
  const sync = useSyncStore();
  const session = useSessionStore();
  const m = useMessages();
  const format = useFormat();
  return computed(() => {
    if (sync.sync === null) return new Map<string, string>();
    const since = oldStreets(sync.sync, session.session?.scope ?? null);
    return new Map(
      [...since].map(([street, at]) => [
        street,
        m.value.common.staleSince(format.value.minute(at)),
      ]),
    );
  });
}
