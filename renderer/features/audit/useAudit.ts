import { onMounted, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue';
import type { CallOutput } from '#core/protocol/console/calls.ts';
import type { WireError } from '#core/protocol/console/envelope.ts';
import { useClient } from '#renderer/client/useClient.ts';

export type LogState = CallOutput<'audit.state'>;
export type Look = CallOutput<'audit.looks'>['looks'][number];

const RUNNING_MS = 500;
const RESTING_MS = 30_000;
const TYPED_MS = 300;

/** The log as the district shows it; while it is being read again, how far. */
export function useLogState() {
  const client = useClient();
  const state = shallowRef<LogState | null>(null);
  const error = shallowRef<WireError | null>(null);
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isOpen = true;

  const load = async (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    const reply = await client.do('audit.state', {});
    if (reply.ok) state.value = reply.value;
    error.value = reply.ok ? null : reply.error;
    if (!isOpen || !reply.ok) return;
    const isRunning = reply.value.verification.state === 'running';
    timer = setTimeout(() => void load(), isRunning ? RUNNING_MS : RESTING_MS);
  };
  const verify = async (): Promise<void> => {
    const on = state.value?.verification.state !== 'running';
    const reply = await client.do('audit.verify', { on });
    if (!reply.ok) error.value = reply.error;
    await load();
  };
  onMounted(load);
  onScopeDispose(() => {
    isOpen = false;
    if (timer !== null) clearTimeout(timer);
  });
  return { state, error, load, verify };
}

/** Who looked at what, page by page, narrowed by person, case and day. */
export function useLooks(dayOf: (text: string) => number | null) {
  const client = useClient();
  const filter = reactive({ caseNo: '', day: '', person: null as string | null, name: '' });
  const looks = shallowRef<readonly Look[] | null>(null);
  const error = shallowRef<WireError | null>(null);
  const next = shallowRef<CallOutput<'audit.looks'>['next']>(null);
  const isBusy = ref(false);
  let turn = 0;

  const page = async (before: CallOutput<'audit.looks'>['next']): Promise<void> => {
    turn += 1;
    const mine = turn;
    isBusy.value = true;
    const caseNo = filter.caseNo.trim().toUpperCase();
    const reply = await client.do('audit.looks', {
      from: dayOf(filter.day.trim()),
      person: filter.person,
      caseNo: caseNo === '' ? null : caseNo,
      before,
    });
    if (mine !== turn) return;
    isBusy.value = false;
    error.value = reply.ok ? null : reply.error;
    if (!reply.ok) return;
    looks.value = [...(before === null ? [] : (looks.value ?? [])), ...reply.value.looks];
    next.value = reply.value.next;
  };
  onMounted(() => page(null));
  watch(
    () => JSON.stringify([filter.caseNo.trim(), filter.day.trim(), filter.person]),
    (_now, _before, onCleanup) => {
      const timer = setTimeout(() => void page(null), TYPED_MS);
      onCleanup(() => clearTimeout(timer));
    },
  );
  return {
    ...{ filter, looks, error, next, isBusy },
    load: () => page(null),
    more: async (): Promise<void> => {
      if (next.value !== null && !isBusy.value) await page(next.value);
    },
  };
}
