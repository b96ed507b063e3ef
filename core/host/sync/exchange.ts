import { err, ok } from '../../kernel/result.ts';
import type { Result } from '../../kernel/result.ts';
import { deviceSigner } from '../../node/deviceKey.ts';
import type { CallOutput } from '../../protocol/console/calls.ts';
import { BATCH_BYTES_MAX, BATCH_OPS_MAX } from '../../protocol/sync/frames.ts';
import { EXCHANGE_RAW_MAX } from '../../protocol/sync/exchange.ts';
import type { BroughtActs } from '../../protocol/sync/street.ts';
import { needsAuthor } from '../../sync/streetLine.ts';
import { HeadBook } from '../audit/headBook.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { answerFile, openAnswer, sealFitting } from './exchangeFile.ts';
import type { ExchangeCode } from './exchangeFile.ts';

/*
 * Without any line: what waits here goes to the district as a file on a stick, and the district's answer comes
 * back the same way (docs/adr/0028). Signatures, hash chain and numbers are those of the outbox; nothing is
 * taken out of it by writing a file, and whatever a line brings later is the same again.
 */
const BATCH_MAX = { ops: BATCH_OPS_MAX, bytes: BATCH_BYTES_MAX };

export async function writeExchange(
  core: ConsoleCore,
): Promise<Result<CallOutput<'exchange.write'>, ExchangeCode>> {
  const { device, ...chain } = core.outbox.identity();
  const epoch = core.replica.epoch();
  // Whoever never had a line has nothing yet that an answer could go on from.
  if (epoch === null) return err('exchange/other-history');
  const { last, watermark } = core.engine.status();
  const waiting = await waitingBatches(core, deviceSigner(core.identity));
  const cursors = { ...core.replica.cursors() };
  const { text, packed } = await sealFitting(core.identity, waiting, (some) => ({
    ...chain,
    epoch,
    cursors,
    batches: [...some],
  }));
  const to = packed.at(-1)?.ops.at(-1)?.rseq ?? watermark;
  const base64 = Buffer.from(text, 'utf8').toString('base64');
  const acts = packed.reduce((sum, { ops }) => sum + ops.length, 0);
  const left = last - watermark - acts;
  return ok({ name: `${device}-acts-${to}.shaotai`, base64, acts, left });
}

/** Undecided acts as they stand in the outbox, signed as they would be pushed, of as many bytes as one file takes. */
async function waitingBatches(
  core: ConsoleCore,
  sign: (text: string) => string,
): Promise<readonly BroughtActs[]> {
  const { last, watermark } = core.engine.status();
  const identity = core.outbox.identity();
  const madeOnlineUntil = await core.lineMark.madeOnlineUntil();
  const batches: BroughtActs[] = [];
  let to = watermark;
  let room = EXCHANGE_RAW_MAX;
  while (to < last && room > 0) {
    const ops = await core.outbox.read(to + 1, BATCH_MAX);
    const end = ops.at(-1);
    if (end === undefined) break;
    // What counts on its author's own line alone, said while that line seemed up: its author brings it.
    const isHeld = ops.some((op) => needsAuthor(op, op.t.wall < madeOnlineUntil));
    const sig = sign(end.hash);
    batches.push({ ...identity, ops: ops.map((op) => ({ ...op })), sig, isHeld });
    room -= JSON.stringify(ops).length;
    to = end.rseq;
  }
  return batches;
}

export async function takeExchange(
  core: ConsoleCore,
  text: string,
): Promise<Result<CallOutput<'exchange.take'>, ExchangeCode>> {
  const file = answerFile(text);
  if (file === null) return err('exchange/not-a-file');
  const [head] = await new HeadBook(core.files.desk).kept();
  const read = await openAnswer(file, core.identity, head?.key ?? null);
  if (!read.ok) return read;
  const taken = await core.engine.takeIn(read.value);
  if (!taken.ok) return err(`exchange/${taken.why}` as const);
  const { decisions, entries } = taken;
  return ok({ decisions, entries, isMore: read.value.isMore });
}
