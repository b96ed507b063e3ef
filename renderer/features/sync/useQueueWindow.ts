import { ref } from 'vue';
import type { QueueParams } from '#core/protocol/console/queue.ts';
import { useAskedRows, useRowWindow } from '#renderer/client/useRowWindow.ts';
import { useView } from '#renderer/client/useView.ts';

/** The acts of this console in one state or all, of which only a window is here. */
export function useQueueWindow() {
  const state = ref<QueueParams['state']>('all');
  const asked = useAskedRows(state);
  const { data, error } = useView('queue', () => ({ state: state.value, ...asked.value }));
  const shown = () => data.value;
  const window = useRowWindow({ list: state, asked, shown, keyOf: (row) => row.opId });
  return { state, queue: data, error, ...window };
}
