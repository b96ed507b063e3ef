import type { ClientFrame } from '../protocol/sync/frames.ts';
import { Gathering, type PageFrame } from './gathering.ts';
import { Patience } from './patience.ts';
import type { ScopeCheck } from './scopeCheck.ts';
import type { ReplicaPort } from './syncPorts.ts';

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
  /** A page that others follow may wait for them, to be written with them: it moves no cursor until then. */
  readonly page: (frame: PageFrame) => Promise<readonly string[]>;
  /** Writes what has waited for long, or all that waits. */
  readonly settle: (which: 'overdue' | 'all') => Promise<readonly string[]>;
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
  const gathering = new Gathering(replica, mono);
  const patience = new Patience(PULL_TIMEOUT_MS);
  const unsure = new Set<string>();
  const cursor = (scope: string): number => replica.cursors()[scope] ?? 0;
  const isRead = (scope: string): boolean => scopes().includes(scope) && !isFilling(scope);
  const written = async (scope: string): Promise<readonly string[]> => {
    const broken = await gathering.write(scope, isRead(scope));
    if (broken !== null) return broken;
    asked.delete(scope);
    return [];
  };
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
        if (!unsure.has(scope) && (heads[scope] ?? 0) <= gathering.reached(scope)) return [];
        if (before !== undefined) patience.ranOut();
        asked.set(scope, { at: now, isAgain: before !== undefined });
        const from = gathering.reached(scope);
        const sum = check?.wants(scope, from) === true ? { sum: true } : {};
        return [{ f: 'pull', scope, from, ...sum }];
      });
    },
    async page(frame) {
      const { scope, from, to, head, sum } = frame;
      if (!isRead(scope) || from !== gathering.reached(scope) || to < from) return [];
      answered(scope);
      unsure.delete(scope);
      heads[scope] = Math.max(heads[scope] ?? 0, head);
      // An empty page below its own head would be asked for in a circle: the next poke begins again.
      if (to === from) heads[scope] = from;
      else if (gathering.add(frame)) return [];
      const broken = await written(scope);
      // Beside everything else, and only while the cursor stands where the sum was made.
      if (sum !== undefined && cursor(scope) === sum.seq) void check?.stated(scope, sum);
      return broken;
    },
    settle: async (which) => (await Promise.all(gathering.scopes(which).map(written))).flat(),
    reset() {
      for (const scope of Object.keys(heads)) delete heads[scope];
      asked.clear();
      gathering.forget();
      unsure.clear();
      patience.anew();
    },
    behind() {
      const behind = scopes().map((scope) => (heads[scope] ?? 0) - cursor(scope));
      return behind.reduce((sum, one) => sum + Math.max(0, one), 0);
    },
  };
}
