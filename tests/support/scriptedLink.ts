import type { CallInput, CallName, CallOutput } from '#core/protocol/console/calls.ts';
import { CONSOLE_PROTOCOL_VERSION, type WireError } from '#core/protocol/console/envelope.ts';
import type { Link } from '#core/protocol/console/link.ts';
import { parseClientMessage } from '#core/protocol/console/parse.ts';
import type { ViewName, ViewParams, ViewSnapshot } from '#core/protocol/console/views.ts';

type Maybe<T> = T | { readonly error: WireError };
export type Script = {
  readonly views: { [N in ViewName]?: (params: ViewParams<N>) => Maybe<ViewSnapshot<N>> };
  readonly calls: { [N in CallName]?: (input: CallInput<N>) => Maybe<CallOutput<N>> };
};
type AnyView = (params: unknown) => unknown;
type AnyCall = (input: unknown) => unknown;

const TURN_MS = 0;

/**
 * A host that says what the test wrote down: for component tests and for looking at screens before or
 * without a real host. It decides nothing.
 */
export function createScriptedHost(script: Script) {
  const asked: { readonly name: string; readonly input: unknown }[] = [];
  const watching = new Map<
    number,
    { readonly name: string; readonly params: unknown; seq: number }
  >();
  let sendToPage: (message: unknown) => void = () => undefined;

  const answer = (kind: 'reply' | 'snapshot', id: number, value: unknown, seq: number): unknown => {
    if (typeof value === 'object' && value !== null && 'error' in value) {
      return { kind: 'error', id, error: value.error };
    }
    return kind === 'reply' ? { kind, id, ok: true, value } : { kind, id, seq, value };
  };
  const snapshot = (id: number): void => {
    const watch = watching.get(id);
    if (watch === undefined) return;
    const view = (script.views as Record<string, AnyView | undefined>)[watch.name];
    if (view === undefined) return;
    watch.seq += 1;
    sendToPage(answer('snapshot', id, view(watch.params), watch.seq));
  };
  const receive = (raw: unknown): void => {
    const parsed = parseClientMessage(raw);
    if (!parsed.ok) throw new Error(`bad message from the page: ${JSON.stringify(raw)}`);
    const message = parsed.value;
    if (message.kind === 'hello') {
      sendToPage({
        kind: 'welcome',
        version: CONSOLE_PROTOCOL_VERSION,
        minVersion: CONSOLE_PROTOCOL_VERSION,
        program: 'scripted',
      });
    } else if (message.kind === 'call') {
      asked.push({ name: message.name, input: message.input });
      const call = (script.calls as Record<string, AnyCall | undefined>)[message.name];
      const value = call?.(message.input) ?? { error: { code: 'link/unknown-call' } };
      sendToPage(answer('reply', message.id, value, 0));
    } else if (message.kind === 'watch') {
      watching.set(message.id, { name: message.name, params: message.params, seq: 0 });
      snapshot(message.id);
    } else if (message.kind === 'unwatch') {
      watching.delete(message.id);
    }
  };
  return {
    asked,
    watching,
    receive,
    attach(send: (message: unknown) => void): void {
      sendToPage = send;
      watching.clear();
    },
    /** Sends the view's present value to everybody who watches it. */
    refresh(name: ViewName): void {
      for (const [id, watch] of watching) if (watch.name === name) snapshot(id);
    },
    /** Sends one raw message, to try what must not happen. */
    sendRaw: (message: unknown) => sendToPage(message),
  };
}
export type ScriptedHost = ReturnType<typeof createScriptedHost>;

/** The page's end of an in-memory pipe to a scripted host; messages arrive in a later turn. */
export function scriptedLink(host: ScriptedHost): Link & { readonly cut: () => void } {
  const messages = new Set<(message: unknown) => void>();
  const closes = new Set<() => void>();
  let isOpen = true;
  host.attach((message) => {
    setTimeout(() => {
      if (!isOpen) return;
      for (const listener of messages) listener(JSON.parse(JSON.stringify(message)));
    }, TURN_MS);
  });
  const cut = (): void => {
    isOpen = false;
    for (const listener of closes) listener();
  };
  return {
    send: (message) => {
      if (isOpen) host.receive(JSON.parse(JSON.stringify(message)));
    },
    onMessage: (listener) => {
      messages.add(listener);
      return () => messages.delete(listener);
    },
    onClose: (listener) => {
      closes.add(listener);
      return () => closes.delete(listener);
    },
    close: cut,
    cut,
  };
}
