import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalogue } from '#core/domain/catalogue/catalogue.ts';
import type { PeopleDirectory } from '#core/domain/catalogue/people.ts';
import type { ProgramAct } from '#core/district/programAuthor.ts';
import type { RunningDistrict } from '#core/district/runDistrict.ts';
import type { LogEntry } from '#core/district/store/districtStore.ts';
import { must } from '#core/kernel/assert.ts';
import { SYNC_DOOR } from '#core/host/sync/districtLink.ts';
import { deviceSigner, type DeviceKey } from '#core/node/deviceKey.ts';
import { silentLog } from '#core/node/logFile.ts';
import { AppError } from '#core/protocol/errors.ts';
import type { ClientFrame, ServerFrame } from '#core/protocol/sync/frames.ts';
import { STREET_DOOR } from '#core/protocol/sync/street.ts';
import type { StreetClientFrame, StreetServerFrame } from '#core/protocol/sync/street.ts';
import { runStation, type RunningStation } from '#core/station/station.ts';
import { Line, type Frame } from '#tests/support/frameLine.ts';
import { overHttp } from '#tests/support/overHttp.ts';
import { smallPlace, type Place } from '#tests/support/smallDistrict.ts';
import { startDistrict } from '#tests/support/startDistrict.ts';

/** One thing that happened while a session was recorded, in the order in which it happened. */
export type Step =
  | { readonly do: 'act'; readonly acts: readonly ProgramAct[] }
  | { readonly do: 'account'; readonly login: string; readonly password: string }
  | { readonly do: 'sat'; readonly device: string; readonly people: readonly string[] }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'disk'; readonly isFull: boolean }
  /** A station of this street, as whichever device, begins. */
  | { readonly do: 'station'; readonly device: string; readonly scope: string }
  | {
      readonly do: 'dial';
      readonly line: string;
      readonly device: string;
      /** Over plain HTTP. */
      readonly over?: 'http';
      /** To the station, and not to the district. */
      readonly at?: 'station';
    }
  | { readonly do: 'say'; readonly line: string; readonly frame: Said }
  | { readonly do: 'hear'; readonly line: string; readonly frame: Heard };

/** Between a console and the district, or the station of its street. */
export type Said = ClientFrame | StreetClientFrame;
export type Heard = ServerFrame | StreetServerFrame;

/** What a released program said and heard, and what its district decided: never changed afterwards. */
export type Tape = {
  readonly protocol: number;
  readonly catalogue: Catalogue;
  readonly people: PeopleDirectory;
  /** Made for the recording and used nowhere else. */
  readonly keys: Readonly<Record<string, DeviceKey>>;
  readonly steps: readonly Step[];
  readonly log: readonly LogEntry[];
};

export async function readTape(protocol: number): Promise<Tape> {
  const file = new URL(`protocol-${protocol}.json`, import.meta.url);
  return JSON.parse(await readFile(file, 'utf8')) as Tape;
}

type Dialled = {
  readonly line: Line;
  readonly device: string;
  readonly cursors: Map<string, number>;
};

/** A whole district at a place, and consoles' ends of its lines, worked by hand. */
export class Stage {
  readonly log: LogEntry[] = [];
  readonly place: Place;
  readonly #running: RunningDistrict;
  readonly #keys: ReadonlyMap<string, DeviceKey>;
  readonly #lines = new Map<string, Dialled>();
  #station: RunningStation | null = null;
  readonly #commit: RunningDistrict['district']['store']['commit'];

  private constructor(
    place: Place,
    running: RunningDistrict,
    keys: ReadonlyMap<string, DeviceKey>,
  ) {
    this.place = place;
    this.#running = running;
    this.#keys = keys;
    const { store } = running.district;
    this.#commit = store.commit.bind(store);
    running.district.onCommit((entries) => this.log.push(...entries));
  }

  static async open(
    given: Pick<Tape, 'catalogue' | 'people'>,
    keys: ReadonlyMap<string, DeviceKey>,
  ): Promise<Stage> {
    const place = await smallPlace();
    await writeFile(join(place.folder, 'catalogue.json'), JSON.stringify(given.catalogue));
    await writeFile(join(place.folder, 'people.json'), JSON.stringify(given.people));
    return new Stage(place, await startDistrict(place), keys);
  }

  get port(): number {
    return this.#running.port;
  }

  /** What a step of the tape does here; a frame where something was heard. */
  async do(step: Step): Promise<Heard | null> {
    const { district } = this.#running;
    switch (step.do) {
      case 'act':
        await district.core.act(step.acts);
        return null;
      case 'account':
        await district.logins.set(step.login, step.login, step.password);
        return null;
      case 'sat': {
        const span = { device: step.device, openedAt: 0, until: Number.MAX_SAFE_INTEGER };
        await district.sittings.vouch(step.people.map((person) => ({ ...span, person })));
        return null;
      }
      case 'pass':
        this.place.clock.pass(step.ms);
        return null;
      case 'disk':
        this.#fill(step.isFull);
        return null;
      case 'station':
        await this.#openStation(step.device, step.scope);
        return null;
      case 'dial':
        this.#dial(step);
        return null;
      case 'say':
        this.#say(this.#lineOf(step.line), step.frame);
        return null;
      case 'hear':
        return this.#hear(this.#lineOf(step.line), step.frame.f);
    }
  }

  /** Its proof is made for this very challenge, and a page is asked for from where the last one ended. */
  said(name: string, frame: Said): Said {
    const { device, line, cursors } = this.#lineOf(name);
    if (frame.f === 'pull') return { ...frame, from: cursors.get(frame.scope) ?? 0 };
    if (frame.f !== 'hello') return frame;
    const heard = must(challengeIn(line.frames), 'a challenge comes before the greeting');
    const sign = deviceSigner(must(this.#keys.get(device), `the key of ${device}`));
    return { ...frame, proof: sign(heard.nonce) };
  }

  async close(): Promise<void> {
    for (const { line } of this.#lines.values()) line.close();
    await this.#station?.close();
    await this.#running.close();
    await this.place.remove();
  }

  #dial({ line: name, device, over, at }: Extract<Step, { readonly do: 'dial' }>): void {
    const isHere = at === 'station';
    const port = isHere ? must(this.#station, 'the station listens').port : this.port;
    const path = isHere ? STREET_DOOR : SYNC_DOOR;
    const line = new Line(port, { path, ...(over === 'http' ? { carrier: overHttp } : {}) });
    this.#lines.set(name, { line, device, cursors: new Map() });
  }

  async #openStation(device: string, scope: string): Promise<void> {
    const key = must(this.#keys.get(device), `the key of ${device}`);
    const replica = device.replace('dev-', 'rep-');
    const nothing = { dataKey: '', district: null, fingerprint: null, isDemo: false };
    const folder = join(this.place.folder, 'station');
    await mkdir(folder, { recursive: true });
    this.#station = await runStation({
      folder,
      identity: { device, replica, scope, ...key, ...nothing },
      upstream: { url: `ws://127.0.0.1:${this.port}`, fingerprint: null },
      host: '127.0.0.1',
      port: 0,
      tls: null,
      clock: this.place.clock,
      log: silentLog,
    });
    await this.#stationUp(this.#station.port);
  }

  /** It knows the consoles of its street when it lets the first one through. */
  async #stationUp(port: number): Promise<void> {
    for (let isThrough = false; !isThrough;) {
      const line = new Line(port);
      await line.until(() => line.isClosed || line.frames.length > 0);
      isThrough = line.frames.length > 0;
      line.close();
    }
  }

  #say({ line }: Dialled, frame: Said): void {
    const name = [...this.#lines].find(([, one]) => one.line === line)?.[0] ?? '';
    line.send(this.said(name, frame));
  }

  async #hear({ line, cursors }: Dialled, f: Heard['f']): Promise<Heard> {
    if (f === 'challenge') {
      // It stays, for the greeting that follows is signed by it.
      await line.until(() => challengeIn(line.frames) !== undefined);
      return must(challengeIn(line.frames), 'it was heard');
    }
    // A street's line is read by the same hand: frames are told apart by their names alone.
    const frame: Heard = await line.next(f as ServerFrame['f']);
    if (frame.f === 'page') cursors.set(frame.scope, frame.to);
    return frame;
  }

  #lineOf(name: string): Dialled {
    return must(this.#lines.get(name), `the line ${name} was dialled`);
  }

  #fill(isFull: boolean): void {
    const { store } = this.#running.district;
    store.commit = isFull ? () => Promise.reject(new AppError('storage/full')) : this.#commit;
  }
}

function challengeIn(frames: readonly ServerFrame[]): Frame<'challenge'> | undefined {
  return frames.find((one): one is Frame<'challenge'> => one.f === 'challenge');
}
