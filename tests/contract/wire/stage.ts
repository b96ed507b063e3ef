import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalogue } from '#core/domain/catalogue/catalogue.ts';
import type { PeopleDirectory } from '#core/domain/catalogue/people.ts';
import type { ProgramAct } from '#core/district/programAuthor.ts';
import type { RunningDistrict } from '#core/district/runDistrict.ts';
import type { LogEntry } from '#core/district/store/districtStore.ts';
import { must } from '#core/kernel/assert.ts';
import { deviceSigner, type DeviceKey } from '#core/node/deviceKey.ts';
import { AppError } from '#core/protocol/errors.ts';
import type { ClientFrame, ServerFrame } from '#core/protocol/sync/frames.ts';
import { Line, type Frame } from '#tests/support/frameLine.ts';
import { smallPlace, type Place } from '#tests/support/smallDistrict.ts';
import { startDistrict } from '#tests/support/startDistrict.ts';

/** One thing that happened while a session was recorded, in the order in which it happened. */
export type Step =
  | { readonly do: 'act'; readonly acts: readonly ProgramAct[] }
  | { readonly do: 'account'; readonly login: string; readonly password: string }
  | { readonly do: 'sat'; readonly device: string; readonly people: readonly string[] }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'disk'; readonly isFull: boolean }
  | { readonly do: 'dial'; readonly line: string; readonly device: string }
  | { readonly do: 'say'; readonly line: string; readonly frame: ClientFrame }
  | { readonly do: 'hear'; readonly line: string; readonly frame: ServerFrame };

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
  async do(step: Step): Promise<ServerFrame | null> {
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
      case 'dial': {
        const line = new Line(this.port);
        this.#lines.set(step.line, { line, device: step.device, cursors: new Map() });
        return null;
      }
      case 'say':
        this.#say(this.#lineOf(step.line), step.frame);
        return null;
      case 'hear':
        return this.#hear(this.#lineOf(step.line), step.frame.f);
    }
  }

  /** Its proof is made for this very challenge, and a page is asked for from where the last one ended. */
  said(name: string, frame: ClientFrame): ClientFrame {
    const { device, line, cursors } = this.#lineOf(name);
    if (frame.f === 'pull') return { ...frame, from: cursors.get(frame.scope) ?? 0 };
    if (frame.f !== 'hello') return frame;
    const heard = must(challengeIn(line.frames), 'a challenge comes before the greeting');
    const sign = deviceSigner(must(this.#keys.get(device), `the key of ${device}`));
    return { ...frame, proof: sign(heard.nonce) };
  }

  async close(): Promise<void> {
    for (const { line } of this.#lines.values()) line.close();
    await this.#running.close();
    await this.place.remove();
  }

  #say({ line }: Dialled, frame: ClientFrame): void {
    const name = [...this.#lines].find(([, one]) => one.line === line)?.[0] ?? '';
    line.send(this.said(name, frame));
  }

  async #hear({ line, cursors }: Dialled, f: ServerFrame['f']): Promise<ServerFrame> {
    if (f === 'challenge') {
      // It stays, for the greeting that follows is signed by it.
      await line.until(() => challengeIn(line.frames) !== undefined);
      return must(challengeIn(line.frames), 'it was heard');
    }
    const frame = await line.next(f);
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
