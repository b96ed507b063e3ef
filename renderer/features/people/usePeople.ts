import { ref, shallowRef, triggerRef } from 'vue';
import type { CallOutput } from '#core/protocol/console/calls.ts';
import type { WireError } from '#core/protocol/console/envelope.ts';
import { useClient } from '#renderer/client/useClient.ts';

export type Person = CallOutput<'people.list'>['people'][number];
const PAGE = 100;

/** People by windows of a hundred, fetched as the grid comes to them. */
export function usePeople() {
  const client = useClient();
  const total = ref<number | null>(null);
  const error = shallowRef<WireError | null>(null);
  const rows = shallowRef(new Map<number, Person>());
  let asked = new Set<number>();
  let text = '';
  let turn = 0;

  const fetchPage = async (page: number): Promise<void> => {
    if (asked.has(page)) return;
    asked.add(page);
    const mine = turn;
    const reply = await client.do('people.list', { text, from: page * PAGE, count: PAGE });
    if (mine !== turn) return;
    if (!reply.ok) {
      error.value = reply.error;
      return;
    }
    error.value = null;
    total.value = reply.value.total;
    reply.value.people.forEach((person, index) => rows.value.set(page * PAGE + index, person));
    triggerRef(rows);
  };
  return {
    total,
    error,
    search(next: string): void {
      turn += 1;
      text = next.trim();
      asked = new Set();
      rows.value = new Map();
      void fetchPage(0);
    },
    need(from: number, count: number): void {
      const last = Math.floor((from + count) / PAGE);
      for (let page = Math.floor(from / PAGE); page <= last; page += 1) void fetchPage(page);
    },
    rowAt: (index: number): Person | undefined => rows.value.get(index),
  };
}
