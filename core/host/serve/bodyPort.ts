import type { ConsoleService } from '../../node/serveLink.ts';
import type { Link } from '../../protocol/console/link.ts';

/** A MessagePort of the desktop runtime, as far as it is used here. */
type RuntimePort = {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
  off(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  start(): void;
  close(): void;
};

type ParentPort = {
  postMessage(message: unknown): void;
  on(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly RuntimePort[] }) => void,
  ): void;
};

/** The desktop body at the other end of a utility process: it starts us, gives us pages, stops us. */
export type BodyPort = {
  /** Resolves with the data key of the system's key store, or null. */
  readonly started: Promise<string | null>;
  readonly onLink: (listener: (link: Link, window: string) => void) => void;
  readonly onStop: (listener: () => void) => void;
  readonly ready: () => void;
};

/** Null in a plain process. */
export function bodyPort(): BodyPort | null {
  const parent = (process as { readonly parentPort?: ParentPort }).parentPort;
  if (parent === undefined) return null;
  const waiting: { readonly link: Link; readonly window: string }[] = [];
  let takeLink: ((link: Link, window: string) => void) | null = null;
  let stopAsked: (() => void) | null = null;
  // The body may close while the host is still opening its files: what was asked then counts.
  let isStopping = false;
  let tellStarted: (dataKey: string | null) => void = () => undefined;
  const started = new Promise<string | null>((resolve) => {
    tellStarted = resolve;
  });
  parent.on('message', ({ data, ports }) => {
    const message = data as {
      readonly type?: string;
      readonly dataKey?: string | null;
      readonly window?: string;
    };
    if (message.type === 'start') tellStarted(message.dataKey ?? null);
    if (message.type === 'stop') {
      isStopping = true;
      stopAsked?.();
    }
    const port = ports[0];
    if (message.type !== 'port' || port === undefined) return;
    const link = portLink(port);
    const window = message.window ?? '';
    if (takeLink === null) waiting.push({ link, window });
    else takeLink(link, window);
  });
  return {
    started,
    onLink(listener) {
      takeLink = listener;
      for (const { link, window } of waiting.splice(0)) listener(link, window);
    },
    onStop(listener) {
      stopAsked = listener;
      if (isStopping) listener();
    },
    ready() {
      parent.postMessage({ type: 'ready' });
    },
  };
}

/** The shell says which window a port belongs to: the page itself is not asked. */
export function serviceFor(
  window: string,
  { service, wall }: { readonly service: ConsoleService; readonly wall: ConsoleService },
): ConsoleService {
  return window === 'wall' ? wall : service;
}

export function portLink(port: RuntimePort): Link {
  let isStarted = false;
  return {
    send(message) {
      port.postMessage(message);
    },
    onMessage(listener) {
      const heard = (event: { readonly data: unknown }): void => {
        listener(event.data);
      };
      port.on('message', heard);
      if (!isStarted) port.start();
      isStarted = true;
      return () => {
        port.off('message', heard);
      };
    },
    onClose(listener) {
      port.on('close', listener);
      return () => undefined;
    },
    close() {
      port.close();
    },
  };
}
