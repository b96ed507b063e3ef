import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nextRange, originOf } from '#core/district/leaseRanges.ts';
import { openDistrict } from '#core/district/openDistrict.ts';
import type { District } from '#core/district/openDistrict.ts';
import type { Push } from '#core/district/push.ts';
import { caseNoOf } from '#core/domain/case/caseNo.ts';
import type { Catalogue } from '#core/domain/catalogue/catalogue.ts';
import type { Matter } from '#core/domain/catalogue/matter.ts';
import type { PeopleDirectory, Person } from '#core/domain/catalogue/people.ts';
import type { Unit } from '#core/domain/catalogue/unit.ts';
import type { ArgsOf, OpKind } from '#core/domain/operation/args.ts';
import type { Role, Scope } from '#core/domain/operation/identity.ts';
import type { AnyBody, AnyOperation, Base } from '#core/domain/operation/operation.ts';
import { GENESIS_HASH, chained } from '#core/domain/operation/operationHash.ts';
import { uuidV7 } from '#core/kernel/ids.ts';
import type { Clock } from '#core/kernel/time.ts';
import { createDeviceKey, deviceSigner } from '#core/node/deviceKey.ts';
import type { DeviceKey } from '#core/node/deviceKey.ts';
import { silentLog } from '#core/node/logFile.ts';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import { systemRandom } from '#core/node/systemClock.ts';

export const STREET_A = '110101001';
export const STREET_B = '110101002';
/** Monday 2026-03-02 10:00 in Shanghai. */
export const SMALL_START = Date.UTC(2026, 2, 2, 2, 0);

/** A clock that a test moves by hand. */
export type HandClock = Clock & { readonly pass: (ms: number) => void };

export function handClock(start = SMALL_START): HandClock {
  let now = start;
  return { wall: () => now, mono: () => now - start, pass: (ms) => (now += ms) };
}

const unit = (id: string, over: Partial<Unit> = {}): Unit => ({
  id,
  name: { zh: id, en: id },
  kind: 'section',
  duty: 'roads',
  homeScope: `street:${STREET_A}`,
  street: STREET_A,
  community: null,
  baseGrid: null,
  exclusive: false,
  hasConsole: false,
  phone: '',
  ...over,
});

const matter: Matter = {
  id: 'm1',
  code: 'B0101',
  domain: 'event',
  major: '道路',
  minor: '路面',
  name: '坑洼',
  initials: 'kw',
  isSample: true,
  conditions: [{ id: 'c1', text: '', limit: { value: 4, clock: 'work_hour' } }],
  duty: 'roads',
  level: 'street',
  filesAutomatically: true,
  needsCheck: false,
  defaultUrgency: 'ordinary',
  words: [],
  dangerWords: [],
};

const street = (code: string, originLetters: string): Catalogue['streets'][number] => ({
  code,
  name: { zh: `街道${originLetters}`, en: originLetters },
  originLetters,
});

const seat = (
  id: string,
  number: number,
  scope: Catalogue['seats'][number]['scope'],
): Catalogue['seats'][number] => ({
  id,
  number,
  scope,
  extension: `80${number}`,
  name: { zh: id, en: id },
});

export const SMALL_CATALOGUE: Catalogue = {
  kind: 'shaotai-catalogue',
  profile: 'small',
  version: '1',
  isSample: true,
  districtName: { zh: '小区', en: 'Small' },
  districtCode: '110101',
  originLetters: 'DC',
  calendarVersion: 'cn-2025-2026',
  streets: [street(STREET_A, 'SA'), street(STREET_B, 'SB')],
  communities: [],
  intakeCenters: [],
  units: [
    unit('roads-a'),
    unit('sweep-a'),
    unit('roads-b', { homeScope: `street:${STREET_B}`, street: STREET_B }),
    unit('crew', {
      kind: 'crew',
      homeScope: 'district',
      street: null,
      exclusive: true,
      duty: 'water',
    }),
    unit('water', {
      kind: 'department',
      homeScope: 'district',
      street: null,
      hasConsole: true,
      duty: 'water',
    }),
  ],
  matters: [matter],
  channels: [
    {
      code: 'phone',
      name: { zh: '电话', en: 'Phone' },
      discovery: 'passive',
      biz: 'hotline',
      defaultUrgency: 'ordinary',
    },
  ],
  lines: [
    {
      id: 'l1',
      number: '12345',
      name: { zh: '热线', en: 'Hotline' },
      greeting: { zh: '您好', en: 'Hello' },
      defaultMatterCode: null,
      channel: 'phone',
    },
  ],
  seats: [
    seat('s1', 1, 'district'),
    seat('s2', 2, 'district'),
    ...['d1', 'd2', 'd3', 'd4', 'd5', 'd6'].map((id) => seat(id, 0, 'district')),
    ...['a1', 'a2', 'a3', 'a4'].map((id) => seat(id, 0, `street:${STREET_A}`)),
  ],
  whistleItems: [],
  roadChiefs: [],
  keyPersonKinds: [],
  answers: [{ id: 'a1', title: '停水', text: '看通知', basis: '样例', isSample: true }],
};

const person = (id: string, roles: readonly Role[], scope: Scope): Person => ({
  id,
  name: id,
  initials: id,
  employment: 'center',
  unit: null,
  workNo: '000001',
  grants: roles.map((role) => ({ role, scope, from: 0, to: null })),
});

export const SMALL_PEOPLE: PeopleDirectory = {
  kind: 'shaotai-people',
  version: '1',
  isSample: true,
  people: [
    person('opd', ['operator', 'callbackClerk'], 'district'),
    person('did', ['dispatcher'], 'district'),
    person('dcd', ['dutyChief'], 'district'),
    person('dia', ['dispatcher', 'operator'], `street:${STREET_A}`),
    person('dca', ['dutyChief'], `street:${STREET_A}`),
    person('lone', ['operator', 'dispatcher', 'dutyChief'], `street:${STREET_A}`),
    person('dib', ['dispatcher', 'operator'], `street:${STREET_B}`),
    person('adm', ['administrator'], 'district'),
    person('wat', ['unit'], 'unit:water'),
    person('ins', ['inspector'], 'district'),
    person('cbk', ['callbackClerk'], 'district'),
    person('sup', ['supervisor'], 'district'),
    person('qua', ['quality'], 'district'),
  ],
  demoLogins: [],
};

export type Place = {
  readonly folder: string;
  readonly clock: HandClock;
  readonly open: () => Promise<District>;
  readonly remove: () => Promise<void>;
};

/** A data folder with a profile of two streets. */
export async function smallPlace(clock: HandClock = handClock()): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'shaotai-district-'));
  await mkdir(folder, { recursive: true });
  const calendar = new URL('../../profiles/calendar-cn-2025-2026.json', import.meta.url);
  await writeFile(join(folder, 'calendar.json'), await readFile(calendar));
  await writeFile(join(folder, 'catalogue.json'), JSON.stringify(SMALL_CATALOGUE));
  await writeFile(join(folder, 'people.json'), JSON.stringify(SMALL_PEOPLE));
  return {
    folder,
    clock,
    open: () => openDistrict({ folder, clock, log: silentLog }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export type Act<K extends OpKind> = {
  readonly kind: K;
  readonly caseId: string | null;
  readonly args: ArgsOf[K];
  readonly by: string;
  /** Version seen and own pending operations on the case. */
  readonly seen?: readonly [number, number];
  readonly over?: Partial<AnyBody>;
  /** A new case without a number, as when the own range is used up. */
  readonly numberless?: true;
};

/** A replica without an outbox: makes chained operations and signs them. */
export class Author {
  readonly device: string;
  readonly replica: string;
  readonly scope: Scope;
  readonly key: DeviceKey;
  readonly clock: Clock;
  readonly sign: (text: string) => string;
  #free: { readonly origin: string; readonly serial: number } | null = null;
  incarnation = 1;
  /** The history that it has been welcomed to. */
  epoch: string | null = null;
  rseq = 0;
  hash = GENESIS_HASH;

  constructor(name: string, scope: Scope, clock: Clock) {
    this.device = `dev-${name}`;
    this.replica = `rep-${name}`;
    this.scope = scope;
    this.clock = clock;
    this.key = createDeviceKey();
    this.sign = deviceSigner(this.key);
  }

  async enrol(district: District): Promise<void> {
    const { device, replica, scope, key } = this;
    const args = { device, replica, publicKey: key.publicKey, scope, name: device };
    await district.core.act([{ kind: 'device.enrol', caseId: null, args }]);
    await this.lease(district);
    await this.seat(
      district,
      SMALL_PEOPLE.people.map((one) => one.id),
    );
  }

  /** A range of its own letters, as a console gets it with its first greeting. */
  async lease(district: District): Promise<void> {
    const origin = originOf(SMALL_CATALOGUE, this.scope);
    if (origin === null) return;
    const { replica, incarnation } = this;
    const range = nextRange(district.core.state.recordsOf('lease'), origin, 100);
    if (range === null) throw new Error('no serials are left');
    const args = { replica, incarnation, origin, ...range };
    await district.core.act([{ kind: 'numbers.lease', caseId: null, args }]);
    this.#free = { origin, serial: range.from };
  }

  /** The next number of the own range. */
  number(day = '2026-03-02'): string | null {
    if (this.#free === null) return null;
    const caseNo = caseNoOf({ ...this.#free, day });
    this.#free = { ...this.#free, serial: this.#free.serial + 1 };
    return caseNo;
  }

  /** As if these persons had logged in at the device. */
  async seat(district: District, people: readonly string[]): Promise<void> {
    const span = { device: this.device, openedAt: 0, until: Number.MAX_SAFE_INTEGER };
    await district.sittings.vouch(people.map((person) => ({ ...span, person })));
  }

  make<K extends OpKind>(act: Act<K>): AnyOperation {
    const [ver, own] = act.seen ?? [0, 0];
    const bases: Base[] = act.caseId === null ? [] : [{ of: `case:${act.caseId}`, ver, own }];
    const wall = this.clock.wall();
    const body = {
      opId: uuidV7(wall, systemRandom),
      kind: act.kind,
      v: 1,
      caseId: act.caseId,
      args: this.#numbered(act),
      bases,
      actor: act.by,
      seat: 's1',
      scope: this.scope,
      how: 'self',
      t: { wall, mono: this.clock.mono(), boot: 'b', off: 0, err: 10 },
      ...(this.epoch === null ? {} : { epoch: this.epoch }),
      ...act.over,
    } as unknown as AnyBody;
    const { replica, incarnation } = this;
    const op = chained(nodeHashing, body, {
      replica,
      incarnation,
      rseq: this.rseq + 1,
      prevHash: this.hash,
    });
    this.rseq = op.rseq;
    this.hash = op.hash;
    return op;
  }

  #numbered<K extends OpKind>({ kind, args, numberless }: Act<K>): ArgsOf[K] {
    const isOpen = kind === 'case.create' && Reflect.get(args, 'caseNo') === null;
    return isOpen && numberless !== true ? { ...args, caseNo: this.number() } : args;
  }

  batch(ops: readonly AnyOperation[]): Push {
    const { device, replica, incarnation } = this;
    return { device, replica, incarnation, ops, sig: this.sign(ops.at(-1)?.hash ?? '') };
  }
}

export function creation(over: Partial<ArgsOf['case.create']> = {}): ArgsOf['case.create'] {
  return {
    caseNo: null,
    biz: 'hotline',
    channel: 'phone',
    discovery: 'passive',
    type: 'complaint',
    matter: 'm1',
    dictVersion: '1',
    title: '路面坑洼',
    text: '门前路面坑洼',
    caller: null,
    place: {
      point: null,
      text: '某路 1 号',
      cell: null,
      street: STREET_A,
      by: 'caller',
      confidence: 0.5,
    },
    urgency: 'ordinary',
    callId: null,
    externalNo: [],
    next: 'queue',
    answer: null,
    condition: 'c1',
    ...over,
  };
}

export function dispatchTo(unit: string): ArgsOf['case.dispatch'] {
  return {
    units: [{ unit, lead: true }],
    condition: 'c1',
    limitNote: '',
    note: '',
    advice: null,
  };
}

export function newCaseId(): string {
  return uuidV7(SMALL_START, systemRandom);
}
