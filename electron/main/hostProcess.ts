// The console's host in a utility process: started, restarted when it ends, given a port per page.
// Messages of pages never cross this process; it hands the two ends of a pipe out and is done.
import { join } from 'node:path';
import {
  MessageChannelMain,
  utilityProcess,
  type MessagePortMain,
  type UtilityProcess,
  type WebContents,
} from 'electron';
import type { HostToShell, ShellToHost, ShellWindow } from '#core/protocol/console/shell.ts';
import type { Log } from '#core/node/logFile.ts';
import { afterHostEnd } from './hostRestart.ts';

export type HostOptions = {
  readonly programFolder: string;
  readonly dataFolder: string;
  readonly words: readonly string[];
  readonly dataKey: string | null;
  readonly log: Log;
  /** Another program has the data folder, or the host does not come up: a person must know. */
  readonly onTrouble: (trouble: HostTrouble) => void;
};

export type HostTrouble =
  | { readonly kind: 'folder-busy' | 'data-newer' }
  | { readonly kind: 'does-not-start'; readonly why: string };

type Waiting = { readonly contents: WebContents; readonly window: ShellWindow };

/** The longest that a quitting shell waits for the host to close its files. */
const STOP_MS = 8_000;

export class HostProcess {
  readonly #options: HostOptions;
  #child: UtilityProcess | undefined;
  #isReady = false;
  #lastWords = '';
  #isQuitting = false;
  #restarts = 0;
  #startedAtMs = 0;
  #waiting: Waiting[] = [];

  constructor(options: HostOptions) {
    this.#options = options;
  }

  start(): void {
    const { programFolder, dataFolder, dataKey, log } = this.#options;
    const words = ['--data', dataFolder, ...this.#options.words];
    const child = utilityProcess.fork(join(programFolder, 'out', 'host', 'main.js'), words, {
      serviceName: 'shaotai-host',
      stdio: 'pipe',
    });
    this.#child = child;
    this.#isReady = false;
    this.#startedAtMs = Date.now();
    child.stdout?.on('data', (chunk: Buffer) => log.write('info', 'host/said', said(chunk)));
    child.stderr?.on('data', (chunk: Buffer) => {
      const words = said(chunk);
      this.#lastWords = words.text;
      log.write('warn', 'host/said', words);
    });
    child.on('message', (message: unknown) => {
      if (isReady(message)) this.#serveWaiting();
    });
    child.once('exit', (code) => this.#ended(code));
    this.#post({ type: 'start', dataKey });
  }

  /** Gives this page a fresh port as soon as there is a host to serve it. */
  connect(contents: WebContents, window: ShellWindow): void {
    // A page that asks again (it was reloaded, or the host died) is asked for once only.
    this.#waiting = this.#waiting.filter((one) => one.contents !== contents);
    this.#waiting.push({ contents, window });
    if (this.#isReady) this.#serveWaiting();
  }

  /** Resolves when the host has closed its files, or has been ended after the bound. */
  stop(): Promise<void> {
    this.#isQuitting = true;
    const child = this.#child;
    if (child === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#options.log.write('warn', 'host/stop-too-slow');
        child.kill();
        resolve();
      }, STOP_MS);
      child.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      this.#post({ type: 'stop' });
    });
  }

  #serveWaiting(): void {
    this.#isReady = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { contents, window } of waiting) {
      if (contents.isDestroyed()) continue;
      const { port1, port2 } = new MessageChannelMain();
      this.#post({ type: 'port', window }, [port1]);
      contents.postMessage('host-port', null, [port2]);
    }
  }

  #post(message: ShellToHost, ports: MessagePortMain[] = []): void {
    this.#child?.postMessage(message, ports);
  }

  #ended(code: number): void {
    this.#child = undefined;
    this.#isReady = false;
    const next = afterHostEnd({
      startedAtMs: this.#startedAtMs,
      endedAtMs: Date.now(),
      restarts: this.#restarts,
      isQuitting: this.#isQuitting,
      exitCode: code,
    });
    if (next.act === 'stay-down') return;
    const { log, onTrouble } = this.#options;
    log.write('error', 'host/ended', { code, act: next.act, restarts: this.#restarts });
    if (next.act !== 'restart') {
      onTrouble({ kind: next.act });
      return;
    }
    if (next.isHopeless) onTrouble({ kind: 'does-not-start', why: this.#lastWords });
    this.#restarts = next.restarts;
    setTimeout(() => {
      if (!this.#isQuitting) this.start();
    }, next.delayMs);
  }
}

function isReady(message: unknown): message is HostToShell {
  return (
    typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready'
  );
}

function said(chunk: Buffer): { readonly text: string } {
  return { text: chunk.toString().trim().slice(-300) };
}
