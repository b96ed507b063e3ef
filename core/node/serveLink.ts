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

type Watch = {
  readonly name: ViewName;
  readonly view: OpenView;
};

/** One page at the other end of one Link. What it sends is checked; what fails goes back as a code. */
export function serveLink(link: Link, service: ConsoleService, log: Log): () => void {
  const watches = new Map<number, Watch>();
  let openCalls = 0;
  let isClosed = false;
  const send = (message: unknown): void => {
    if (!isClosed) link.send(message);
  };
  const fail = (id: number, error: WireError): void => {
    send({ kind: 'error', id, error });
  };

  async function call(id: number, name: string, raw: unknown): Promise<void> {
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
  }

  function watch(id: number, name: string, raw: unknown): void {
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
  }

  function rewatch(id: number, raw: unknown): void {
    const open = watches.get(id);
    if (open === undefined) return;
    const params = parseViewParams(open.name, raw);
    if (params.ok) open.view.rewatch(params.value);
    else fail(id, params.error);
  }

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
    else if (value.kind === 'watch') watch(value.id, value.name, value.params);
    else if (value.kind === 'rewatch') rewatch(value.id, value.params);
    else {
      watches.get(value.id)?.view.close();
      watches.delete(value.id);
    }
  });
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    stopListening();
    for (const { view } of watches.values()) view.close();
    watches.clear();
  };
  link.onClose(close);
  return () => {
    close();
    link.close();
  };
}

export function errorOf(cause: unknown): WireError {
  if (!(cause instanceof AppError)) return { code: 'bug/unexpected' };
  return { code: cause.code, details: { ...cause.details } };
}
