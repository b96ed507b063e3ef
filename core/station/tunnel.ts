import { WebSocket } from 'ws';
import type { RawData } from 'ws';
import { SYNC_DOOR, isPinned, socketUrl } from '../host/sync/districtLink.ts';
import type { DistrictAddress } from '../host/sync/districtLink.ts';

/** Frames of a console that come before the district's door is open; more than a greeting nobody says then. */
const EARLY_MAX = 16;
const FRAME_BYTES_MAX = 32 * 1024 * 1024;
/** A console that does not read while the district tells: it is hung up on, and asks again from its cursor. */
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

  accept(near: WebSocket): void {
    const { url, fingerprint } = this.#address;
    const far = new WebSocket(socketUrl(url, SYNC_DOOR), {
      perMessageDeflate: false,
      maxPayload: FRAME_BYTES_MAX,
      // The pin below is the check: the district's certificate is its own.
      rejectUnauthorized: false,
    });
    const early: string[] = [];
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
      if (near.bufferedAmount > BUFFERED_MAX) end();
      else near.send(textOf(data));
    });
    near.on('message', (data) => {
      if (far.readyState === WebSocket.OPEN) far.send(textOf(data));
      else if (early.push(textOf(data)) > EARLY_MAX) end();
    });
    for (const socket of [near, far]) {
      socket.on('close', end);
      socket.on('error', end);
    }
  }

  /** The line behind them is gone: consoles learn it at once, not by its silence. */
  endAll(): void {
    for (const end of [...this.#open]) end();
  }
}

function textOf(data: RawData): string {
  return (data as Buffer).toString('utf8');
}
