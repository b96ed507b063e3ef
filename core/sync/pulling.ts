import type { ClientFrame, ServerFrame } from '../protocol/sync/frames.ts';
import { Patience } from './patience.ts';
import type { ScopeCheck } from './scopeCheck.ts';
import type { ReplicaPort } from './syncPorts.ts';

type PageFrame = Extract<ServerFrame, { readonly f: 'page' }>;

/** A pull without its page for this long is asked again; on a line on which pages take longer, later. */
const PULL_TIMEOUT_MS = 15_000;

type PullingPorts = {
  readonly replica: ReplicaPort;
  readonly scopes: () => readonly string[];
  /** Filled in another way for now: nothing of it is asked for here. */
  readonly isFilling?: (scope: string) => boolean;
  readonly mono: () => number;
  /** Holds the rows against what the district states of them; null where none are held. */
  readonly check: Pick<ScopeCheck, 'wants' | 'stated'> | null;
};

/**
 * The download side: one outstanding pull a scope, independent of the upload, so that neither can block
 * the other. A page counts only when it begins exactly at the cursor: what lies beyond is ignored, never
 * skipped to (I-09).
 */
export type Pulling = {
  readonly heads: (heads: Readonly<Record<string, number>>) => void;
  /**
   * Asks again every feed that the district tells here, whatever is known of its head: the message that told
   * of it may be lost. It ends a connection that asks for another.
   */
  readonly recheck: () => void;
  readonly due: () => readonly ClientFrame[];
  readonly page: (frame: PageFrame) => Promise<readonly string[]>;
  readonly reset: () => void;
  /** Entries still to come, as far as the heads say. */
  readonly behind: () => number;
};

type Asked = {
  readonly at: number;
  /** Asked for before, too: which of the two a page answers, nobody knows. */
  readonly isAgain: boolean;
};

export function createPulling(ports: PullingPorts): Pulling {
  const { replica, scopes, mono, check } = ports;
  const isFilling = ports.isFilling ?? (() => false);
  const heads: Record<string, number> = {};
  const asked = new Map<string, Asked>();
  const patience = new Patience(PULL_TIMEOUT_MS);
  const unsure = new Set<string>();
  const cursor = (scope: string): number => replica.cursors()[scope] ?? 0;
  const answered = (scope: string): void => {
    const pull = asked.get(scope);
    if (pull?.isAgain === false) patience.answered(mono() - pull.at);
    asked.delete(scope);
  };
  return {
    heads(latest) {
      for (const [scope, head] of Object.entries(latest)) {
        heads[scope] = Math.max(heads[scope] ?? 0, head);
      }
    },
    recheck() {
      for (const scope of scopes()) if (scope in heads) unsure.add(scope);
    },
    due() {
      const now = mono();
      return scopes().flatMap((scope): ClientFrame[] => {
        if (isFilling(scope)) return [];
        const before = asked.get(scope);
        if (before !== undefined && now - before.at < patience.ms) return [];
        if (!unsure.has(scope) && (heads[scope] ?? 0) <= cursor(scope)) return [];
        if (before !== undefined) patience.ranOut();
        asked.set(scope, { at: now, isAgain: before !== undefined });
        const from = cursor(scope);
        return [
          { f: 'pull', scope, from, ...(check?.wants(scope, from) === true ? { sum: true } : {}) },
        ];
      });
    },
    async page(frame) {
      if (!scopes().includes(frame.scope) || frame.from !== cursor(frame.scope)) return [];
      if (frame.to < frame.from || isFilling(frame.scope)) return [];
      answered(frame.scope);
      unsure.delete(frame.scope);
      heads[frame.scope] = Math.max(heads[frame.scope] ?? 0, frame.head);
      // An empty page below its own head would be asked for in a circle: the next poke begins again.
      const isEmpty = frame.to === frame.from;
      if (isEmpty) heads[frame.scope] = frame.from;
      const broken = isEmpty ? [] : (await replica.applyPage(frame)).broken;
      // Beside everything else, and only while the cursor stands where the sum was made.
      const isThere = cursor(frame.scope) === frame.sum?.seq;
      if (isThere && frame.sum !== undefined) void check?.stated(frame.scope, frame.sum);
      return broken;
    },
    reset() {
      for (const scope of Object.keys(heads)) delete heads[scope];
      asked.clear();
      unsure.clear();
      patience.anew();
    },
    behind: () =>
      scopes().reduce((sum, scope) => sum + Math.max(0, (heads[scope] ?? 0) - cursor(scope)), 0),
  };
}
