import type { RunningDistrict } from '#core/district/runDistrict.ts';
import type { LogEntry } from '#core/district/store/districtStore.ts';
import type { Scope } from '#core/domain/operation/identity.ts';
import type { AnyOperation } from '#core/domain/operation/operation.ts';
import { Author, creation, newCaseId, smallPlace, type Place } from './smallDistrict.ts';
import { startDistrict } from './startDistrict.ts';

/** A whole district server with devices that are enrolled there, each an author of its own. */
export class EnrolledDistrict {
  readonly place: Place;
  readonly running: RunningDistrict;
  readonly #authors = new Map<string, Author>();

  private constructor(place: Place, running: RunningDistrict) {
    this.place = place;
    this.running = running;
  }

  static async open(devices: Readonly<Record<string, Scope>>): Promise<EnrolledDistrict> {
    const place = await smallPlace();
    const one = new EnrolledDistrict(place, await startDistrict(place));
    for (const [name, scope] of Object.entries(devices)) {
      const author = new Author(name, scope, place.clock);
      await author.enrol(one.running.district);
      one.#authors.set(name, author);
    }
    return one;
  }

  author(name: string): Author {
    const found = this.#authors.get(name);
    if (found === undefined) throw new Error(name);
    return found;
  }

  log(): Promise<readonly LogEntry[]> {
    return this.running.district.store.log(0, 1_000);
  }

  /** What became of an act, each time that it was decided. */
  async outcomesOf({ opId }: AnyOperation): Promise<readonly string[]> {
    return (await this.log()).flatMap(({ op, decision }) =>
      op.opId === opId ? decision.outcome : [],
    );
  }

  /** The device is taken out of use. */
  async revoke({ device }: Author): Promise<void> {
    const args = { device, reason: 'stolen' };
    const act = { kind: 'device.revoke', caseId: null, args, actor: 'adm' } as const;
    await this.running.district.core.act([act]);
  }

  async close(): Promise<void> {
    await this.running.close();
    await this.place.remove();
  }
}

/** A case that its author files. */
export function makes(author: Author, caseId = newCaseId()): AnyOperation {
  return author.make({ kind: 'case.create', caseId, args: creation({ next: 'file' }), by: 'dia' });
}
