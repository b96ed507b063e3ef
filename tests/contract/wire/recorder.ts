import type { Scope } from '#core/domain/operation/identity.ts';
import type { DeviceKey } from '#core/node/deviceKey.ts';
import { parseClientFrame, parseStreetFrame } from '#core/protocol/sync/parseFrames.ts';
import { Author, SMALL_CATALOGUE, SMALL_PEOPLE } from '#tests/support/smallDistrict.ts';
import { Stage, type Heard, type Said, type Step, type Tape } from './stage.ts';

/** Does each step on a stage, and keeps it as it was. */
export class Recorder {
  readonly steps: Step[] = [];
  readonly stage: Stage;
  readonly #keys: Map<string, DeviceKey>;
  /** Lines to the station. */
  readonly #streets = new Set<string>();

  private constructor(stage: Stage, keys: Map<string, DeviceKey>) {
    this.stage = stage;
    this.#keys = keys;
  }

  static async open(): Promise<Recorder> {
    const keys = new Map<string, DeviceKey>();
    const given = { catalogue: SMALL_CATALOGUE, people: SMALL_PEOPLE };
    return new Recorder(await Stage.open(given, keys), keys);
  }

  async do(step: Exclude<Step, { readonly do: 'say' | 'hear' }>): Promise<void> {
    this.steps.push(step);
    if (step.do === 'dial' && step.at === 'station') this.#streets.add(step.line);
    await this.stage.do(step);
  }

  /** Enrolled with a range of numbers, and everybody has logged in there once. */
  async author(
    name: string,
    scope: Scope,
    [origin, from]: readonly [string, number],
  ): Promise<Author> {
    const author = new Author(name, scope, this.stage.place.clock);
    const { device, replica, incarnation, key } = author;
    this.#keys.set(device, key);
    const enrol = { device, replica, publicKey: key.publicKey, scope, name: device };
    const lease = { replica, incarnation, origin, from, to: from + 99 };
    await this.do({
      do: 'act',
      acts: [
        { kind: 'device.enrol', caseId: null, args: enrol },
        { kind: 'numbers.lease', caseId: null, args: lease },
      ],
    });
    const people = SMALL_PEOPLE.people.map((one) => one.id);
    await this.do({ do: 'sat', device, people });
    return author;
  }

  async say(line: string, frame: Said): Promise<void> {
    const said = this.stage.said(line, frame);
    const text = JSON.stringify(said);
    const isStreet = this.#streets.has(line);
    const read = isStreet ? parseStreetFrame(text) : parseClientFrame(text);
    if (read === null || read === 'newer') throw new Error(`no frame: ${said.f}`);
    this.steps.push({ do: 'say', line, frame: said });
    await this.stage.do({ do: 'say', line, frame: said });
  }

  async hear<F extends Heard['f']>(line: string, f: F): Promise<Extract<Heard, { readonly f: F }>> {
    const asked = { do: 'hear', line, frame: { f } } as unknown as Step;
    const frame = (await this.stage.do(asked)) as Extract<Heard, { readonly f: F }>;
    this.steps.push({ do: 'hear', line, frame });
    return frame;
  }

  tape(protocol: number): Tape {
    return {
      protocol,
      catalogue: SMALL_CATALOGUE,
      people: SMALL_PEOPLE,
      keys: Object.fromEntries(this.#keys),
      steps: this.steps,
      log: this.stage.log,
    };
  }
}
