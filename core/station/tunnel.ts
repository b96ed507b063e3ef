import { WebSocket } from 'ws';
import type { RawData } from 'ws';
import type { CarriedLine, FrameSocket } from '../district/sync/frameSocket.ts';
import { SYNC_DOOR, isPinned, socketUrl } from '../host/sync/districtLink.ts';
import type { DistrictAddress } from '../host/sync/districtLink.ts';

/** What a console says before the district's door is open: nobody greets before he is asked to. */
const EARLY_MAX = 64 * 1024;
const FRAME_BYTES_MAX = 32 * 1024 * 1024;
/**
 * A console that does not read while the district tells, or says more than the line takes: it is hung up on, and asks
 * again from its cursor.
 */
const BUFFERED_MAX = 8 * 1024 * 1024;

/**
 * Consoles that reach the district through the station. Nothing is read on the way: greeting, proof and
 * signatures are between console and district.
 */
export class Tunnels {
  readonly #address: DistrictAddress;
  readonly #open = new Set<() => void>();

  constructor(address: DistrictAddress) {
    this.#address = address;
  }

  accept(near: FrameSocket): CarriedLine {
    const { url, fingerprint } = this.#address;
    const far = new WebSocket(socketUrl(url, SYNC_DOOR), {
      perMessageDeflate: false,
      maxPayload: FRAME_BYTES_MAX,
      // The pin below is the check: the district's certificate is its own.
      rejectUnauthorized: false,
    });
    const early: string[] = [];
    let earlyChars = 0;
    let isHeard = false;
    const end = (): void => {
      if (!this.#open.delete(end)) return;
      near.close();
      far.terminate();
    };
    this.#open.add(end);
    far.on('upgrade', (response) => {
      if (!isPinned(response.socket, fingerprint)) end();
    });
    far.on('open', () => {
      for (const text of early.splice(0)) far.send(text);
    });
    far.on('message', (data) => {
      if (near.buffered() > BUFFERED_MAX) end();
      else near.send(textOf(data));
    });
    far.on('close', end);
    far.on('error', end);
    return {
      hear: (text) => {
        isHeard = true;
        if (!this.#open.has(end)) return;
        if (far.readyState === WebSocket.OPEN) {
          if (far.bufferedAmount > BUFFERED_MAX) end();
          else far.send(text);
          return;
        }
        earlyChars += text.length;
        if (earlyChars > EARLY_MAX) end();
        else early.push(text);
      },
      gone: end,
      // What it says is proven to the district; here it is one who has spoken.
      isStranger: () => !isHeard,
    };
  }

  /** The line behind them is gone: consoles learn it at once, not by its silence. */
  endAll(): void {
    for (const end of [...this.#open]) end();
  }
}

function textOf(data: RawData): string {
  return (data as Buffer).toString('utf8');
}
