import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import type { CommittedAct } from './store/outboxStore.ts';

/**
 * For drills: every acknowledged act leaves `{opId, sha256}` in a file of its own, on disk before the
 * receipt goes out, so that a checker can ask afterwards what became of it.
 */
export function witnessTo(file: string | null): (act: CommittedAct) => void {
  if (file === null) return () => undefined;
  return ({ op }) => {
    const handle = openSync(file, 'a', 0o600);
    try {
      writeSync(handle, `${JSON.stringify({ opId: op.opId, sha256: op.hash })}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  };
}
