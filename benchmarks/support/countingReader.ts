import { WebSocket } from 'ws';
import { PROTOCOLS } from '#core/protocol/sync/versions.ts';
import { signerOf, type BenchReplica } from './streetActs.ts';

/**
 * A console that reads the hall's feed and throws it away: it greets, pulls at every poke and reads of a page
 * only where it ends. Twenty of them are to cost the machine of the benchmark little.
 */
export type CountingReader = {
  readonly bytes: () => number;
  /** Resolves when the feed has come as far as that. */
  readonly reached: (seq: number) => Promise<void>;
  readonly stop: () => void;
};

const HALL = 'district';
const PAGE = /^\{"f":"page","scope":"[^"]*","from":\d+,"to":(\d+),"head":(\d+)/;

type Told = {
  readonly f: string;
  readonly nonce?: string;
  readonly heads?: Record<string, number>;
};

export async function openCountingReader(
  url: string,
  replica: BenchReplica,
  from: number,
  onPage?: (text: string) => void,
): Promise<CountingReader> {
  const socket = new WebSocket(`${url}/sync`, { perMessageDeflate: false });
  const waiting: { readonly seq: number; readonly done: () => void }[] = [];
  let [cursor, head, bytes, isAsked] = [from, from, 0, false];
  const pull = (): void => {
    if (isAsked || head <= cursor) return;
    isAsked = true;
    socket.send(JSON.stringify({ f: 'pull', scope: HALL, from: cursor }));
  };
  const page = (text: string): boolean => {
    const [, to, now] = PAGE.exec(text.slice(0, 200)) ?? [];
    if (to === undefined) return false;
    [cursor, head, isAsked] = [Number(to), Math.max(head, Number(now)), false];
    for (const one of waiting) if (cursor >= one.seq) one.done();
    return true;
  };
  const ready = new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (data: Buffer) => {
      bytes += data.length;
      // A page is not turned into text as a whole: its end stands in its first bytes.
      if (page(data.toString('latin1', 0, 200))) onPage?.(data.toString('latin1'));
      else {
        const frame = JSON.parse(data.toString('utf8')) as Told;
        if (frame.f === 'challenge') socket.send(JSON.stringify(hello(replica, frame, cursor)));
        if (frame.f === 'refuse') reject(new Error(`refused: ${JSON.stringify(frame)}`));
        head = Math.max(head, frame.heads?.[HALL] ?? 0);
        if (frame.f === 'welcome') resolve();
      }
      pull();
    });
  });
  await ready;
  return {
    bytes: () => bytes,
    reached: (seq) =>
      cursor >= seq ? Promise.resolve() : new Promise((done) => waiting.push({ seq, done })),
    stop: () => socket.terminate(),
  };
}

function hello(replica: BenchReplica, { nonce = '' }: Told, cursor: number): object {
  return {
    f: 'hello',
    ...PROTOCOLS,
    program: 'bench',
    device: replica.device,
    replica: replica.replica,
    incarnation: 1,
    scopes: [HALL],
    epoch: null,
    cursors: { [HALL]: cursor },
    proof: signerOf(replica)(nonce),
    session: null,
  };
}
