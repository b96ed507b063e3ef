import * as v from 'valibot';

const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const Size = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Epoch = v.pipe(v.string(), v.minLength(1), v.maxLength(64));

/** More restores than this in the life of one district: the oldest are no longer told. */
export const LINEAGE_MAX = 32;

/**
 * What the district says of its whole log at one moment, under its own signature: so many entries, and the
 * root of the RFC 6962 tree over them. Two heads that do not belong to one log are a proof of what was done,
 * to anybody, so no console has to be believed.
 */
export const TreeHead = v.object({
  epoch: Epoch,
  size: Size,
  root: Hash,
  /** Epoch ms. */
  at: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  /**
   * The histories that this one goes on from, the oldest first, each with the size of the log at which it was
   * left. A restore begins a new one: whatever came after that size is not in this log.
   */
  lineage: v.pipe(v.array(v.object({ epoch: Epoch, left: Size })), v.maxLength(LINEAGE_MAX)),
  /** Ed25519, base64 of the raw 32 bytes. */
  key: v.pipe(v.string(), v.maxLength(64)),
  sig: v.pipe(v.string(), v.maxLength(120)),
});
export type TreeHead = v.InferOutput<typeof TreeHead>;

/** The text that is signed. One way to write it, so that nothing of a head can be read in two ways. */
export function textOfHead(head: Omit<TreeHead, 'key' | 'sig'>): string {
  const { epoch, size, root, at, lineage } = head;
  const left = lineage.map((one) => `${one.epoch}=${one.left}`).join(',');
  return ['shaotai-tree-head/1', epoch, String(size), root, String(at), left].join('\n');
}

/** How much of the log of an earlier history is in this one: null when it is none of them. */
export function sharedWith(
  head: Pick<TreeHead, 'epoch' | 'lineage'>,
  epoch: string,
): number | null {
  if (epoch === head.epoch) return Number.POSITIVE_INFINITY;
  const from = head.lineage.findIndex((one) => one.epoch === epoch);
  if (from < 0) return null;
  return Math.min(...head.lineage.slice(from).map((one) => one.left));
}

export function readTreeHead(value: unknown): TreeHead | null {
  const parsed = v.safeParse(TreeHead, value);
  return parsed.success ? parsed.output : null;
}

const Proof = v.object({ proof: v.pipe(v.array(Hash), v.maxLength(128)) });

/** The hashes of a consistency proof, or null when the answer holds none. */
export function readProof(value: unknown): readonly string[] | null {
  const parsed = v.safeParse(Proof, value);
  return parsed.success ? parsed.output.proof : null;
}
