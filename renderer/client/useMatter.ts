import { shallowRef, watch, type ShallowRef } from 'vue';
import type { MatterRow } from '#core/protocol/console/rows.ts';
import { useClient } from './useClient.ts';

/** The catalogue row of a matter, asked for when its id changes; null while unknown. */
export function useMatter(id: () => string | null): Readonly<ShallowRef<MatterRow | null>> {
  const client = useClient();
  const matter = shallowRef<MatterRow | null>(null);
  watch(
    id,
    async (wanted) => {
      if (wanted === null) {
        matter.value = null;
        return;
      }
      const reply = await client.do('matter.get', { matter: wanted });
      if (id() === wanted) matter.value = reply.ok ? reply.value.matter : null;
    },
    { immediate: true },
  );
  return matter;
}
