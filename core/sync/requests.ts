import type { Json } from '../kernel/mergePatch.ts';
import { AppError } from '../protocol/errors.ts';
import type { ClientFrame } from '../protocol/sync/frames.ts';

export const REQUEST_TIMEOUT_MS = 10_000;
/** More questions than this at once is a bug of the page; the newest is refused. */
const OPEN_MAX = 256;

export type Answer = { readonly ok: boolean; readonly value: Json };
type Open = {
  readonly at: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: AppError) => void;
};
type Numbered = Extract<ClientFrame, { readonly id: number }>;
export type Question = Numbered extends infer F
  ? F extends { readonly id: number }
    ? Omit<F, 'id'>
    : never
  : never;

/** Questions that only the district can answer now. None outlives its connection. */
export type Requests = {
  readonly ask: (question: Question, send: (frame: ClientFrame) => void) => Promise<Answer>;
  readonly answered: (id: number, answer: Answer) => void;
  readonly expire: () => void;
  readonly abandon: () => void;
  readonly open: () => number;
};

export function createRequests(
  mono: () => number,
  timeoutMs: number = REQUEST_TIMEOUT_MS,
): Requests {
  const open = new Map<number, Open>();
  let next = 1;
  const fail = (id: number, error: AppError): void => {
    const one = open.get(id);
    open.delete(id);
    one?.reject(error);
  };
  return {
    ask(question, send) {
      if (open.size >= OPEN_MAX) return Promise.reject(new AppError('storage/busy'));
      const id = next;
      next += 1;
      return new Promise((resolve, reject) => {
        open.set(id, { at: mono(), resolve, reject });
        send({ ...question, id });
      });
    },
    answered(id, answer) {
      const one = open.get(id);
      open.delete(id);
      one?.resolve(answer);
    },
    expire() {
      const before = mono() - timeoutMs;
      for (const [id, one] of open) {
        if (one.at <= before) fail(id, new AppError('link/timeout', { retry: 'askUser' }));
      }
    },
    abandon() {
      for (const id of [...open.keys()])
        fail(id, new AppError('link/closed', { retry: 'askUser' }));
    },
    open: () => open.size,
  };
}
