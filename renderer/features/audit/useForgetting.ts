import { onMounted, onScopeDispose, reactive, ref, shallowRef } from 'vue';
import type { ArgsOf } from '#core/domain/operation/args.ts';
import type { CallOutput } from '#core/protocol/console/calls.ts';
import type { WireError } from '#core/protocol/console/envelope.ts';
import type { ConsoleClient } from '#renderer/client/consoleClient.ts';
import { useClient } from '#renderer/client/useClient.ts';

export type Due = CallOutput<'forgetting.due'>;
export type DueRow = Due['rows'][number];
export type RedactReason = ArgsOf['case.redact']['reason'];
/** What became of a case that was said: with the district, done, not done in time, or refused here or there. */
export type Said = {
  readonly state: 'asked' | 'done' | 'open' | 'refused';
  /** By which the district's word of it is found. */
  readonly opId?: string;
  readonly error?: WireError;
};

const CASES_ASKED = 25;
/** Newest first: those of one turn, and as many again that others may have brought meanwhile. */
const REFUSED_SEEN = 2 * CASES_ASKED;
const LOOK_AGAIN_MS = 400;
const LOOKS_MOST = 25;
const NUMBER = /^[A-Z]{2,4}\d{6}-\d{4,7}$/u;

/** What is due, page by page, or one archived case by its whole number. */
export function useDue() {
  const client = useClient();
  const due = shallowRef<Omit<Due, 'rows' | 'next'> | null>(null);
  const rows = shallowRef<readonly DueRow[] | null>(null);
  const next = shallowRef<Due['next']>(null);
  const error = shallowRef<WireError | null>(null);
  const caseNo = ref<string | null>(null);
  let turn = 0;

  const page = async (after: Due['next']): Promise<void> => {
    turn += 1;
    const mine = turn;
    const asked = { after, caseNo: caseNo.value, caseIds: null };
    const reply = await client.do('forgetting.due', asked);
    if (mine !== turn) return;
    error.value = reply.ok ? null : reply.error;
    if (!reply.ok) return;
    const { rows: told, next: place, ...rest } = reply.value;
    due.value = rest;
    rows.value = [...(after === null ? [] : (rows.value ?? [])), ...told];
    next.value = place;
  };
  onMounted(() => page(null));
  return {
    ...{ due, rows, next, error },
    load: () => page(null),
    more: async (): Promise<void> => {
      if (next.value !== null) await page(next.value);
    },
    /** A whole number is asked for; what is no whole number asks for what is due. */
    seek: async (text: string): Promise<void> => {
      const typed = text.trim().toUpperCase();
      const wanted = NUMBER.test(typed) ? typed : null;
      if (wanted === caseNo.value) return;
      caseNo.value = wanted;
      await page(null);
    },
  };
}

/** Says it of one case after the other, and looks at the district what became of them. Can be stopped in between. */
export function useForget() {
  const client = useClient();
  const said = reactive(new Map<string, Said>());
  const run = shallowRef<{ readonly done: number; readonly of: number } | null>(null);
  const left = ref(0);
  const ends = { isStopped: false, isOpen: true };
  const goesOn = (): boolean => !ends.isStopped && ends.isOpen;

  const look = async (caseIds: readonly string[]): Promise<void> => {
    const asked = { after: null, caseNo: null, caseIds: [...caseIds] };
    const reply = await client.do('forgetting.due', asked);
    if (!reply.ok) return;
    for (const row of reply.value.rows) {
      if (row.redacted !== null) said.set(row.caseId, { state: 'done' });
    }
  };
  const waiting = (rows: readonly DueRow[]): readonly string[] =>
    rows.map(({ caseId }) => caseId).filter((id) => said.get(id)?.state === 'asked');
  /** Until the district has decided them all, or as long as anybody would wait. */
  const settle = async (rows: readonly DueRow[]): Promise<void> => {
    const stop = hearRefusals(client, said);
    for (let looks = 0; looks < LOOKS_MOST && ends.isOpen && waiting(rows).length > 0; looks += 1) {
      await look(waiting(rows));
      if (waiting(rows).length > 0) await rest(LOOK_AGAIN_MS);
    }
    stop();
    for (const id of waiting(rows)) said.set(id, { state: 'open' });
  };
  const sayOne = async (row: DueRow, reason: RedactReason): Promise<void> => {
    const reply = await client.do('op.submit', {
      ...{ kind: 'case.redact', caseId: row.caseId, ver: row.ver, args: { reason } },
      once: crypto.randomUUID(),
    });
    const { caseId } = row;
    if (reply.ok) said.set(caseId, { state: 'asked', opId: reply.value.opId });
    else said.set(caseId, refusedWith(reply.error));
  };

  const forget = async (rows: readonly DueRow[], reason: RedactReason): Promise<void> => {
    ends.isStopped = false;
    left.value = 0;
    run.value = { done: 0, of: rows.length };
    let from = 0;
    while (from < rows.length && goesOn()) {
      const some = rows.slice(from, from + CASES_ASKED);
      for (const row of some) await sayOne(row, reason);
      from += some.length;
      await settle(some);
      run.value = { done: from, of: rows.length };
    }
    left.value = rows.length - from;
    run.value = null;
  };
  onScopeDispose(() => {
    ends.isOpen = false;
  });
  return {
    ...{ said, run, left, forget },
    stop: () => {
      ends.isStopped = true;
    },
  };
}

/** Acts that the district refused come back with its reason: those cases are waited for no more. */
function hearRefusals(client: ConsoleClient, said: Map<string, Said>): () => void {
  const params = { state: 'refused', from: 0, count: REFUSED_SEEN } as const;
  return client.watch('queue', params, (frame) => {
    if (frame.kind !== 'snapshot') return;
    const reasons = new Map(frame.value.rows.map(({ opId, reason }) => [opId, reason]));
    for (const [caseId, { state, opId = '' }] of said) {
      const reason = reasons.get(opId);
      if (state !== 'asked' || reason === undefined) continue;
      said.set(caseId, reason === null ? { state: 'open' } : refusedWith({ code: reason }));
    }
  });
}

function refusedWith(error: WireError): Said {
  return { state: 'refused', error };
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
