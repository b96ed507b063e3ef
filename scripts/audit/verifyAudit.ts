import { createHash, createPublicKey, verify } from 'node:crypto';
import canonicalize from 'canonicalize';

/*
 * Checks an audit file by its description alone (docs/audit-file.md). It shares no code with the program that
 * wrote it: SHA-256, Ed25519 and RFC 8785 come from Node and from a library, the rest is here.
 */

export type Verdict = {
  readonly entries: number;
  readonly heads: number;
  /** Entries whose words were taken out by a redaction: checked by their hashes alone. */
  readonly redacted: number;
  readonly ok: boolean;
  /** Number of the first entry at fault; of a fault between two entries the one before it, 0 at the beginning. */
  readonly firstBad: number | null;
};

export type Known = {
  /** The district's key as it is known from elsewhere. */
  readonly key?: string;
  /** Heads that somebody else kept: a console, a printed sheet. */
  readonly heads?: readonly SignedHead[];
};

export type SignedHead = {
  readonly epoch: string;
  readonly size: number;
  readonly root: string;
  readonly at: number;
  readonly lineage: readonly { readonly epoch: string; readonly left: number }[];
  readonly key: string;
  readonly sig: string;
};

type Fields = Readonly<Record<string, unknown>>;

class Fault extends Error {}

const HASH = /^[0-9a-f]{64}$/;
const ZERO = '0'.repeat(64);
const ENTRY_KEYS = [
  'type',
  'leaf',
  'seq',
  'replica',
  'incarnation',
  'rseq',
  'prevHash',
  'opHash',
  'outcome',
  'stateHash',
  'decisionHash',
  'receivedAt',
  'chain',
];

export async function verifyAudit(
  bytes: AsyncIterable<Buffer> | Iterable<Buffer>,
  known: Known = {},
): Promise<Verdict & { readonly why: string | null }> {
  const reading = new Reading(known);
  try {
    for await (const line of linesOf(bytes)) reading.line(line);
    reading.over();
  } catch (cause) {
    // A field of another kind than it should be is a fault of the file, too.
    if (!(cause instanceof Fault || cause instanceof TypeError)) throw cause;
    const { entries, heads, redacted } = reading;
    return { entries, heads, redacted, ok: false, firstBad: reading.at, why: cause.message };
  }
  const { entries, heads, redacted } = reading;
  return { entries, heads, redacted, ok: true, firstBad: null, why: null };
}

async function* linesOf(bytes: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let to = rest.indexOf(10); to >= 0; to = rest.indexOf(10, from)) {
      yield rest.subarray(from, to);
      from = to + 1;
    }
    rest = rest.subarray(from);
  }
  if (rest.length > 0) yield Buffer.concat([rest, Buffer.from(' unfinished')]);
}

class Reading {
  entries = 0;
  heads = 0;
  redacted = 0;
  /** What a fault now is told as. */
  at = 0;
  readonly #known: Known;
  readonly #digest = createHash('sha256');
  readonly #chains = new Map<string, { readonly rseq: number; readonly hash: string }>();
  readonly #tree: { readonly level: number; readonly hash: string }[] = [];
  readonly #roots = new Map<number, string>();
  /** By case, the first entry without words that no redaction behind it explains; a whole file alone names cases. */
  readonly #unexplained = new Map<unknown, number>();
  #isWhole = false;
  #key: string | null = null;
  #chain = ZERO;
  #last: SignedHead | null = null;
  #isOver = false;

  constructor(known: Known) {
    this.#known = known;
  }

  line(bytes: Buffer): void {
    need(!this.#isOver, 'something stands behind the end');
    const line = this.#parsed(bytes);
    if (this.#key === null) this.#header(line);
    else if (line['type'] === 'entry') this.#entry(line);
    else if (line['type'] === 'head') this.#head(line);
    else this.#end(line);
    this.#digest.update(bytes).update('\n');
  }

  over(): void {
    need(this.#isOver, 'the end is missing');
    for (const head of this.#known.heads ?? []) this.#witnessed(head);
  }

  /** One way to write a value: a line that reads the same and is written otherwise was changed. */
  #parsed(bytes: Buffer): Fields {
    try {
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      const value: unknown = JSON.parse(text);
      if (typeof value === 'object' && value !== null && canonicalize(value) === text) {
        return value as Fields;
      }
    } catch {
      // No UTF-8 or no JSON: the same answer as for another way of writing it.
    }
    this.at = this.entries + 1;
    throw new Fault('not one canonical JSON text');
  }

  #header(line: Fields): void {
    exactly(line, ['type', 'v', 'district', 'key', 'whole']);
    need(line['type'] === 'shaotai-audit' && line['v'] === 1, 'not an audit file of version 1');
    const key = String(line['key']);
    need(this.#known.key === undefined || this.#known.key === key, 'another key');
    this.#key = key;
    this.#isWhole = line['whole'] === true;
  }

  #entry(line: Fields): void {
    this.at = this.entries + 1;
    exactly(line, ENTRY_KEYS, ['op', 'decision', 'redacted', 'caseId']);
    this.#checkContent(line);
    const { seq, leaf, opHash, outcome, stateHash, chain } = line;
    need(seq === this.entries + 1, 'an entry is missing or stands elsewhere');
    need(leaf === leafOf(line), 'the leaf is not of this entry');
    const link = [this.#chain, opHash, outcome, stateHash].map(textOf).join('');
    need(chain === sha256(link), 'the chain of the district is broken');
    this.#replica(line);
    this.#chain = chain;
    this.entries += 1;
    this.#grow(leaf);
  }

  #checkContent(line: Fields): void {
    if ('redacted' in line) this.#takenOut(line);
    if ('op' in line) this.#explains(line, checkOp(line, line['op'] as Fields));
    if ('decision' in line) checkDecision(line, line['decision'] as Fields);
  }

  #takenOut(line: Fields): void {
    need(line['redacted'] === true && !('op' in line), 'an entry is redacted and is not');
    this.redacted += 1;
    const caseId = line['caseId'];
    const isFirst = this.#isWhole && !this.#unexplained.has(caseId);
    if (isFirst) this.#unexplained.set(caseId, this.at);
  }

  #explains(line: Fields, { kind, caseId }: Fields): void {
    const isDone = kind === 'case.redact' && line['outcome'] === 'applied';
    if (isDone) this.#unexplained.delete(caseId);
  }

  /** Gapless in a first incarnation; in a later one what was decided under an earlier one is left out. */
  #replica(line: Fields): void {
    const { replica, incarnation, rseq, prevHash, opHash } = line;
    const name = `${String(replica)}#${String(incarnation)}`;
    const before = this.#chains.get(name) ?? { rseq: 0, hash: ZERO };
    const follows = rseq === before.rseq + 1 && prevHash === before.hash;
    const isLater = incarnation !== 1 && Number(rseq) > before.rseq + 1;
    need(follows || isLater, 'the chain of a replica is broken');
    this.#chains.set(name, { rseq: Number(rseq), hash: String(opHash) });
  }

  #grow(leaf: string): void {
    let part = { level: 0, hash: leaf };
    for (let top = this.#tree.at(-1); top?.level === part.level; top = this.#tree.at(-1)) {
      this.#tree.pop();
      part = { level: part.level + 1, hash: nodeOf(top.hash, part.hash) };
    }
    this.#tree.push(part);
    const isWitnessed = this.#known.heads?.some(({ size }) => size === this.entries) === true;
    if (isWitnessed) this.#roots.set(this.entries, this.#root());
  }

  #root(): string {
    return this.#tree.map(({ hash }) => hash).reduceRight((right, left) => nodeOf(left, right));
  }

  /** What does not fit a head stands somewhere behind the head before it. */
  #head(line: Fields): void {
    this.at = this.entries;
    exactly(line, ['type', 'head']);
    const head = line['head'] as SignedHead;
    exactly(head, ['epoch', 'size', 'root', 'at', 'lineage', 'key', 'sig']);
    need(head.size === this.entries, 'a head stands elsewhere than it says');
    need(head.key === this.#key && isSignedHead(head), 'a head is not signed by the district');
    this.at = (this.#last?.size ?? 0) + 1;
    need(head.root === this.#root(), 'the entries are not the ones that were signed');
    this.at = this.entries;
    need(goesOn(this.#last, head), 'a head does not go on from the one before');
    this.#last = head;
    this.heads += 1;
  }

  #end(line: Fields): void {
    this.at = this.entries;
    exactly(line, ['type', 'entries', 'heads', 'root', 'digest', 'sig']);
    const { entries, heads } = this;
    need(line['type'] === 'end', 'a line of another kind');
    need(line['entries'] === entries && line['heads'] === heads, 'not as many as at the writing');
    const root = entries === 0 ? '' : this.#root();
    const digest = this.#digest.copy().digest('hex');
    need(line['root'] === root && line['digest'] === digest, 'not what was written');
    const said = ['shaotai-audit-end/1', entries, heads, root, digest].join('\n');
    need(isSigned(String(this.#key), said, line['sig']), 'the end is not signed by the district');
    this.#isOver = true;
    const [first] = [...this.#unexplained.values()].sort((a, b) => a - b);
    this.at = first ?? this.at;
    need(first === undefined, 'words were taken out and no redaction says so');
  }

  #witnessed(head: SignedHead): void {
    this.at = Math.min(head.size, this.entries);
    need(head.key === this.#key && isSignedHead(head), 'a kept head is not of this district');
    if (head.size > sharedSize(this.#last, head.epoch)) return;
    need(this.#roots.get(head.size) === head.root, 'not the log that a witness has seen');
  }
}

/** What of the history of a kept head must be in this file; all of it when no restore says otherwise. */
function sharedSize(last: SignedHead | null, epoch: string): number {
  if (last === null || last.epoch === epoch) return Number.POSITIVE_INFINITY;
  const from = last.lineage.findIndex((one) => one.epoch === epoch);
  return from < 0 ? 0 : Math.min(...last.lineage.slice(from).map(({ left }) => left));
}

function goesOn(before: SignedHead | null, head: SignedHead): boolean {
  if (before === null || before.epoch === head.epoch) return true;
  const left = head.lineage.at(-1);
  return left?.epoch === before.epoch && left.left === before.size;
}

function checkOp(line: Fields, op: Fields): Fields {
  const { hash, prevHash, ...rest } = op;
  const same = ['replica', 'incarnation', 'rseq', 'prevHash'].every((key) => op[key] === line[key]);
  const made = sha256(`${String(prevHash)}${String(canonicalize(rest))}`);
  need(same && hash === line['opHash'] && hash === made, 'an operation is not the one decided');
  return op;
}

function checkDecision(line: Fields, decision: Fields): void {
  const { serverSeq, outcome, stateHash } = decision;
  const same =
    serverSeq === line['seq'] && outcome === line['outcome'] && stateHash === line['stateHash'];
  const isIt = sha256(String(canonicalize(decision))) === line['decisionHash'];
  need(same && isIt, 'a decision is not the one made');
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function leafOf(line: Fields): string {
  const names = ['seq', 'replica', 'incarnation', 'rseq', 'prevHash', 'opHash', 'outcome'];
  const more = ['stateHash', 'decisionHash', 'receivedAt', 'chain'];
  const values = [...names, ...more].map((name) => textOf(line[name]));
  return digestOf(Buffer.from([0]), Buffer.from(['shaotai-leaf/1', ...values].join('\n')));
}

function nodeOf(left: string, right: string): string {
  need(HASH.test(left) && HASH.test(right), 'no hash');
  return digestOf(Buffer.from([1]), Buffer.from(left, 'hex'), Buffer.from(right, 'hex'));
}

function isSignedHead(head: SignedHead): boolean {
  const { epoch, size, root, at, lineage } = head;
  const left = lineage.map((one) => `${one.epoch}=${one.left}`).join(',');
  const said = ['shaotai-tree-head/1', epoch, size, root, at, left].join('\n');
  return isSigned(head.key, said, head.sig);
}

/** A signature has one way to be written, too. */
function isSigned(key: string, said: string, sig: unknown): boolean {
  const bytes = Buffer.from(String(sig), 'base64');
  if (bytes.length !== 64 || bytes.toString('base64') !== sig) return false;
  const x = Buffer.from(key, 'base64');
  if (x.length !== 32 || x.toString('base64') !== key) return false;
  try {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: x.toString('base64url') };
    return verify(null, Buffer.from(said), createPublicKey({ key: jwk, format: 'jwk' }), bytes);
  } catch {
    // No point of the curve: nobody's key.
    return false;
  }
}

function digestOf(...parts: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

function sha256(text: string): string {
  return digestOf(Buffer.from(text));
}

function exactly(line: object, keys: readonly string[], maybe: readonly string[] = []): void {
  const isWhole = keys.every((key) => Object.hasOwn(line, key));
  const isKnown = Object.keys(line).every((key) => keys.includes(key) || maybe.includes(key));
  need(isWhole && isKnown, 'a line with other fields');
}

function need(isSo: boolean, why: string): asserts isSo {
  if (!isSo) throw new Fault(why);
}
