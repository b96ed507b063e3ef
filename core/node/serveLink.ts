import type { Link } from '../protocol/console/link.ts';
import { CONSOLE_PROTOCOL_VERSION, type WireError } from '../protocol/console/envelope.ts';
import {
  isCallName,
  isViewName,
  parseCallInput,
  parseClientMessage,
  parseViewParams,
} from '../protocol/console/parse.ts';
import type { CallName } from '../protocol/console/calls.ts';
import type { ViewName } from '../protocol/console/views.ts';
import { AppError } from '../protocol/errors.ts';
import type { Result } from '../kernel/result.ts';
import type { Log } from './logFile.ts';

export type ViewFrame = { readonly kind: 'snapshot' | 'delta'; readonly value: unknown };

/** What a body serves over a Link: every call and every view of the console contract. */
export type ConsoleService = {
  readonly program: string;
  readonly call: (name: CallName, input: unknown) => Promise<Result<unknown, WireError>>;
  /** Opens a view; returns what closes it, or null when this reader may not have it. */
  readonly watch: (
    name: ViewName,
    params: unknown,
    onFrame: (frame: ViewFrame) => void,
  ) => OpenView | null;
};
export type OpenView = {
  readonly rewatch: (params: unknown) => void;
  readonly close: () => void;
};

const WATCHES_MAX = 64;
const CALLS_OPEN_MAX = 128;

type Send = (message: unknown) => void;

/** One page at the other end of one Link. What it sends is checked; what fails goes back as a code. */
export function serveLink(link: Link, service: ConsoleService, log: Log): () => void {
  let isClosed = false;
  const send: Send = (message) => {
    if (!isClosed) link.send(message);
  };
  const call = answerer(service, { send, log });
  const watches = watchKeeper(service, send);
  const stopListening = link.onMessage((raw) => {
    const message = parseClientMessage(raw);
    if (!message.ok) {
      log.write('warn', 'link/bad-message');
      return;
    }
    const { value } = message;
    if (value.kind === 'hello') {
      const version = CONSOLE_PROTOCOL_VERSION;
      send({ kind: 'welcome', version, minVersion: version, program: service.program });
    } else if (value.kind === 'call') void call(value.id, value.name, value.input);
    else if (value.kind === 'watch') watches.open(value.id, value.name, value.params);
    else if (value.kind === 'rewatch') watches.again(value.id, value.params);
    else watches.close(value.id);
  });
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    stopListening();
    watches.closeAll();
  };
  link.onClose(close);
  return () => {
    close();
    link.close();
  };
}

function answerer(
  service: ConsoleService,
  { send, log }: { readonly send: Send; readonly log: Log },
): (id: number, name: string, raw: unknown) => Promise<void> {
  let openCalls = 0;
  const fail = failer(send);
  return async (id, name, raw) => {
    if (!isCallName(name)) {
      fail(id, { code: 'link/unknown-call', details: { name } });
      return;
    }
    if (openCalls >= CALLS_OPEN_MAX) {
      fail(id, { code: 'storage/busy' });
      return;
    }
    const input = parseCallInput(name, raw);
    if (!input.ok) {
      fail(id, input.error);
      return;
    }
    openCalls += 1;
    try {
      const result = await service.call(name, input.value);
      if (result.ok) send({ kind: 'reply', id, ok: true, value: result.value });
      else fail(id, result.error);
    } catch (cause) {
      log.write('error', 'call/failed', { name, why: cause instanceof Error ? cause.message : '' });
      fail(id, errorOf(cause));
    } finally {
      openCalls -= 1;
    }
  };
}

type Watches = {
  readonly open: (id: number, name: string, raw: unknown) => void;
  readonly again: (id: number, raw: unknown) => void;
  readonly close: (id: number) => void;
  readonly closeAll: () => void;
};

function watchKeeper(service: ConsoleService, send: Send): Watches {
  const watches = new Map<number, { readonly name: ViewName; readonly view: OpenView }>();
  const fail = failer(send);
  return {
    open(id, name, raw) {
      if (!isViewName(name) || watches.has(id) || watches.size >= WATCHES_MAX) {
        fail(id, { code: 'link/unknown-call', details: { name } });
        return;
      }
      const params = parseViewParams(name, raw);
      if (!params.ok) {
        fail(id, params.error);
        return;
      }
      let seq = 0;
      const view = service.watch(name, params.value, (frame) => {
        seq += 1;
        send({ ...frame, id, seq });
      });
      if (view === null) fail(id, { code: 'grant/none', details: { name } });
      else watches.set(id, { name, view });
    },
    again(id, raw) {
      const open = watches.get(id);
      if (open === undefined) return;
      const params = parseViewParams(open.name, raw);
      if (params.ok) open.view.rewatch(params.value);
      else fail(id, params.error);
    },
    close(id) {
      watches.get(id)?.view.close();
      watches.delete(id);
    },
    closeAll() {
      for (const { view } of watches.values()) view.close();
      watches.clear();
    },
  };
}

function failer(send: Send): (id: number, error: WireError) => void {
  return (id, error) => {
    send({ kind: 'error', id, error });
  };
}

export function errorOf(cause: unknown): WireError {
  if (!(cause instanceof AppError)) return { code: 'bug/unexpected' };
  return { code: cause.code, details: { ...cause.details } };
}
