import { readFile, writeFile } from 'node:fs/promises';
import { must } from '#core/kernel/assert.ts';
import type { WireEvent } from '#core/protocol/sync/frames.ts';
import type { ClientPart, ClientReport } from './sockets.bench.ts';
import { openCountingReader } from './support/countingReader.ts';
import { openLeanConsole, type LeanConsole } from './support/leanConsole.ts';
import { memoryReplica } from './support/memoryReplica.ts';
import { replicasOf } from './support/syncStage.ts';
import { WaitBook } from './support/waits.ts';

const HALL = 'district';
/** Whatever was said by then has come everywhere. */
const REST_MS = 5_000;
const OP_ID = /"opId":"([^"]+)"/g;

/**
 * A quarter of the sockets: consoles of streets that act in turn, and consoles of the hall that are told. One of these
 * holds every case and checks every state hash; the others look only for whose act it is.
 */
async function run(part: ClientPart): Promise<ClientReport> {
  const { url } = part;
  const replicas = await replicasOf(part.folder);
  const saidAt = new Map<string, number>();
  const [told, shown] = [new WaitBook(), new WaitBook()];
  const wait = (opId: string, book: WaitBook): void => {
    const at = saidAt.get(opId);
    if (at !== undefined) book.add(performance.now() - at);
  };
  const seen = new Set<string>();
  const onEvent = (event: WireEvent): void => {
    const { opId } = event.op as { readonly opId: string };
    wait(opId, shown);
  };
  const onPage = (text: string): void => {
    for (const [, opId = ''] of text.matchAll(OP_ID)) {
      if (saidAt.has(opId)) seen.add(opId);
      wait(opId, told);
    }
  };
  const [first = 0, ...others] = part.readers;
  const reader = (i: number) => must(replicas.readers[i], 'a reader');
  const holding = openLeanConsole({
    url,
    replica: reader(first),
    scopes: [HALL],
    store: memoryReplica({}, onEvent),
  });
  const counting = await Promise.all(
    others.map((i) => openCountingReader(url, reader(i), 1, onPage)),
  );
  const authors = part.authors.map((i) =>
    openLeanConsole({
      url,
      replica: must(replicas.authors[i], 'an author'),
      scopes: [],
      isPaced: true,
    }),
  );
  await Promise.all(authors.map(({ heads }) => heads));
  await saying(authors, part, saidAt);
  await new Promise((resolve) => setTimeout(resolve, REST_MS));
  for (const one of [...authors, holding]) await one.stop();
  for (const one of counting) one.stop();
  const said = saidAt.size;
  return { told: told.told(), shown: shown.told(), said, lost: said - seen.size };
}

/** Evenly, whatever became of what was said before. */
async function saying(
  authors: readonly LeanConsole[],
  { everyMs, minutes }: ClientPart,
  saidAt: Map<string, number>,
): Promise<void> {
  const from = performance.now();
  const all = Math.floor((minutes * 60_000) / everyMs);
  for (let i = 0; i < all; i += 1) {
    const due = from + i * everyMs;
    const early = due - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    const at = performance.now();
    const op = must(authors[i % authors.length], 'there are authors').say();
    if (op !== null) saidAt.set(op.opId, at);
  }
}

const file = must(process.argv[2], 'what to do stands in a file');
const part = JSON.parse(await readFile(file, 'utf8')) as ClientPart;
await writeFile(`${file}.told`, JSON.stringify(await run(part)));
process.exit(0);
