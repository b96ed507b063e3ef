import { isDemo } from '../../domain/catalogue/people.ts';
import { ENDED_STAGES } from '../../domain/case/caseDoc.ts';
import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import type { CaseId, Scope } from '../../domain/operation/identity.ts';
import type { Clock, EpochMs } from '../../kernel/time.ts';
import { localTime } from '../../projections/localTime.ts';
import type { LocalTime } from '../../projections/localTime.ts';
import { WallFigures } from '../../projections/wallFigures.ts';
import type { WallNumber } from '../../projections/wallFigures.ts';
import type { Figure, WallView } from '../../protocol/console/views.ts';
import type { CallHub } from '../calls/callHub.ts';
import type { District } from '../openDistrict.ts';
import type { LogEntry } from '../store/districtStore.ts';
import type { SyncHub } from '../sync/syncHub.ts';

export type WallPorts = {
  readonly district: District;
  readonly hub: SyncHub;
  readonly hall: CallHub;
  readonly clock: Clock;
};

type Figures = ReturnType<WallFigures['read']>;

const NOTHING = {
  filedToday: 0,
  open: 0,
  overdue: 0,
  onTime: { value: null, of: 0, compare: null },
} as const;

/**
 * The wall of the whole district: counted once at the start, kept up by every commit. Holds the documents of
 * open cases and of two days, because taking a case out of a count needs what it was.
 */
export class WallBook {
  readonly #ports: WallPorts;
  readonly #figures: WallFigures;
  readonly #time: LocalTime;
  readonly #docs = new Map<CaseId, CaseDoc>();
  #day: number;
  #stop: () => void = () => undefined;

  private constructor(ports: WallPorts) {
    const { offsetMinutes } = ports.district.profile.calendar;
    this.#ports = ports;
    this.#figures = new WallFigures(offsetMinutes);
    this.#time = localTime(offsetMinutes);
    this.#day = this.#time.dayOf(ports.clock.wall());
  }

  static async open(ports: WallPorts): Promise<WallBook> {
    const book = new WallBook(ports);
    const { store } = ports.district;
    const waiting: LogEntry[] = [];
    let isCounted = false;
    book.#stop = ports.district.onCommit((entries) => {
      if (isCounted) book.#committed(entries);
      else waiting.push(...entries);
    });
    const since = book.#yesterday();
    for (const { doc } of await store.openCases()) book.#put(doc);
    for (const { doc } of await store.recentCases(since)) {
      if (!book.#docs.has(doc.caseId)) book.#put(doc);
    }
    for (const call of await store.recentCalls(since)) book.#figures.changeCall(null, call);
    isCounted = true;
    // What was committed meanwhile may be counted already: a case by its newest state, a call by its id.
    book.#committed(waiting.filter(({ op }) => op.kind !== 'call.log'));
    return book;
  }

  /** Nobody's name, number or words: figures, codes, and points without an identity. */
  read(): WallView {
    const { district, hall, clock } = this.#ports;
    const { catalogue, people } = district.profile;
    const now = clock.wall();
    this.#turnDay(now);
    const figures = this.#figures.read(now);
    const figure = (number: WallNumber): Figure => ({ ...number, asOf: now });
    const { head, curve, alarm } = figures;
    const matterName = (id: string | null): string =>
      catalogue.matters.find((one) => one.id === id)?.name ?? '';
    return {
      asOf: now,
      profileName: catalogue.districtName.zh,
      profileNameEn: catalogue.districtName.en,
      demo: isDemo(people),
      head: {
        ...head,
        callsToday: figure(head.callsToday),
        within15: figure(head.within15),
        connected: figure(head.connected),
        filedToday: figure(head.filedToday),
        closedToday: figure(head.closedToday),
        onTimeClosed: figure(head.onTimeClosed),
        satisfied: figure(head.satisfied),
        solved: figure(head.solved),
        open: figure(head.open),
        overdue: figure(head.overdue),
      },
      curve: { today: [...curve.today], yesterday: [...curve.yesterday], asOf: now },
      streets: this.#streets(figures.streets, figure),
      channels: this.#channels(figures.channels),
      types: figures.types,
      seats: hall.seatsNow(),
      seatsAsOf: now,
      latest: figures.latest.map(({ matter, street, at, urgency }) => ({
        title: matterName(matter),
        street,
        at,
        urgency,
      })),
      sync: this.#lines(),
      points: figures.points,
      alarm: alarm === null ? null : { ...alarm, matter: matterName(alarm.matter) },
    };
  }

  /** Every street of the profile, also one where nothing happened today. */
  #streets(
    counted: Figures['streets'],
    figure: (number: WallNumber) => Figure,
  ): WallView['streets'] {
    const own = new Map(counted.map((one) => [one.street, one]));
    return this.#ports.district.profile.catalogue.streets.map(({ code, name }) => {
      const found = own.get(code) ?? NOTHING;
      return {
        ...found,
        street: code,
        name: name.zh,
        onTime: figure(found.onTime),
        cutSince: this.#cutSince(`street:${code}`),
      };
    });
  }

  #channels(counted: Figures['channels']): WallView['channels'] {
    const own = new Map(counted.map((one) => [one.channel, one]));
    return this.#ports.district.profile.catalogue.channels.map(({ code, name }) => {
      const found = own.get(code);
      const compare = found?.compare ?? 0;
      return { channel: code, name: name.zh, count: found?.count ?? 0, compare };
    });
  }

  #lines(): WallView['sync'] {
    const { hub, district } = this.#ports;
    return district.profile.catalogue.streets.map(({ code, name }) => ({
      street: code,
      name: name.zh,
      lastSeen: hub.presence.lastSeen(`street:${code}`),
      lastOpen: hub.openCases.heldBy(`street:${code}`),
      cutSince: this.#cutSince(`street:${code}`),
    }));
  }

  close(): void {
    this.#stop();
  }

  /** A street that was here and is gone; one that never came since the start is unknown, not cut. */
  #cutSince(street: Scope): EpochMs | null {
    const { presence } = this.#ports.hub;
    return presence.isConnected(street) ? null : presence.lastSeen(street);
  }

  #committed(entries: readonly LogEntry[]): void {
    const { state } = this.#ports.district.core;
    const cases = new Set<CaseId>();
    for (const { op, decision } of entries) {
      if (op.caseId !== null) cases.add(op.caseId);
      if (op.kind !== 'call.log' || decision.outcome !== 'applied') continue;
      const [record] = decision.records;
      // A call is logged once: the patch of its only operation is the whole record.
      if (record?.type === 'call') this.#figures.changeCall(null, record.patch as never);
    }
    for (const caseId of cases) {
      const found = state.doc(caseId);
      if (found !== undefined) this.#put(found.doc);
    }
  }

  #put(doc: CaseDoc): void {
    const before = this.#docs.get(doc.caseId) ?? null;
    if (before !== null && before.ver >= doc.ver) return;
    this.#figures.changeCase(before, doc);
    this.#docs.set(doc.caseId, doc);
  }

  /** At midnight the day before yesterday is forgotten, and with it the ended cases that made it up. */
  #turnDay(now: EpochMs): void {
    const day = this.#time.dayOf(now);
    if (day === this.#day) return;
    this.#day = day;
    const since = this.#yesterday();
    this.#figures.forgetBefore(since);
    for (const [caseId, doc] of this.#docs) {
      if (ENDED_STAGES.includes(doc.stage) && doc.updatedAt < since) this.#docs.delete(caseId);
    }
  }

  #yesterday(): EpochMs {
    return this.#time.startOf(this.#day - 1);
  }
}
