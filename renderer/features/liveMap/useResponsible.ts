import { shallowRef, watch } from 'vue';
import type { Responsible } from '#core/protocol/console/rows.ts';
import { useClient } from '#renderer/client/useClient.ts';

export type PointE6 = { readonly lonE6: number; readonly latE6: number };
export type Answer =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'outside' }
  | { readonly kind: 'here'; readonly responsible: Responsible; readonly near: string | null };

/** Who answers for a point. Only the answer to the last question is shown. */
export function useResponsible(point: () => PointE6 | null) {
  const client = useClient();
  const answer = shallowRef<Answer>({ kind: 'none' });
  let asked = 0;
  const ask = async (at: PointE6): Promise<void> => {
    asked += 1;
    const mine = asked;
    if (answer.value.kind === 'none') answer.value = { kind: 'reading' };
    const reply = await client.do('place.at', { lon: at.lonE6, lat: at.latE6 });
    if (mine !== asked || !reply.ok) return;
    const { responsible, near } = reply.value;
    answer.value = responsible === null ? { kind: 'outside' } : { kind: 'here', responsible, near };
  };
  watch(
    point,
    (at) => {
      if (at !== null) void ask(at);
      else answer.value = { kind: 'none' };
    },
    { immediate: true },
  );
  return answer;
}
