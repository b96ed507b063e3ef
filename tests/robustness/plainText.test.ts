import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, it } from 'vitest';
import { CallHub } from '#core/district/calls/callHub.ts';
import { err, ok } from '#core/kernel/result.ts';
import { silentLog } from '#core/node/logFile.ts';
import { createSealing } from '#core/node/sealing.ts';
import type { TelephonyAdapter, TelephonyEvent } from '#core/telephony/adapter.ts';
import { STREET_A, creation } from '#tests/support/smallDistrict.ts';
import { Town, type Desk } from '#tests/support/town.ts';

let town: Town;
afterEach(() => town.close());

const STREET = { name: 'street', scope: `street:${STREET_A}`, login: 'dia' };
const HALL = { name: 'hall', scope: 'district', login: 'opd' };

/** Nobody of the small district is called so, and no clock or id holds these digits. */
const OPEN = { number: '13987650021', name: '欧阳拾穗' };
const SECRET = { number: '15300998877', name: '司马寒江' };
const SECOND = { number: '18655443322', name: '诸葛望舒' };
const TYPED = { number: '17011223344', name: '上官雨眠' };
const RANG = { number: '19922334455', name: '' };
const ALL = [OPEN, SECRET, SECOND, TYPED, RANG];

class OneCall implements TelephonyAdapter {
  #listener: (event: TelephonyEvent) => void = () => undefined;

  emit(event: TelephonyEvent): void {
    this.#listener(event);
  }
  onEvent(listener: (event: TelephonyEvent) => void): () => void {
    this.#listener = listener;
    return () => undefined;
  }
  start(): void {
    return undefined;
  }
  stop(): Promise<void> {
    return Promise.resolve();
  }
  answer(): ReturnType<TelephonyAdapter['answer']> {
    return err('call/gone');
  }
  hold(): ReturnType<TelephonyAdapter['hold']> {
    return ok(null);
  }
  end(): ReturnType<TelephonyAdapter['end']> {
    return ok(null);
  }
}

/** A call that rings and that nobody takes: the district writes it into its books. */
async function oneCallRings(): Promise<void> {
  const telephony = new OneCall();
  const { district, hub } = town.running;
  const hall = new CallHub({
    district,
    hub,
    clock: town.clock,
    log: silentLog,
    sealing: createSealing(district.secrets.dataKey),
    telephony,
    staffedSeats: [],
  });
  const at = town.clock.wall();
  telephony.emit({ type: 'ringing', callId: 'rang', at, line: '12345', number: RANG.number });
  telephony.emit({ type: 'abandoned', callId: 'rang', at: at + 20_000 });
  await hall.close();
}

async function sealed(
  desk: Desk,
  who: { readonly number: string; readonly name: string },
  confidential: boolean,
): Promise<NonNullable<ReturnType<typeof creation>['caller']>> {
  const { number, name } = who;
  const answer = await desk.call('caller.seal', { number, name, kind: 'person', confidential });
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.caller as NonNullable<ReturnType<typeof creation>['caller']>;
}

/** Every file below a folder, as bytes. */
async function filesBelow(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, Buffer>();
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = join(entry.parentPath, entry.name);
    files.set(relative(folder, file), await readFile(file));
  }
  return files;
}

/** The ways in which a careless program would leave a text lying about. */
function shapesOf(text: string): Buffer[] {
  const escaped = JSON.stringify(text).slice(1, -1);
  const ascii = escaped.replace(
    /[^\x20-\x7e]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return [
    Buffer.from(text, 'utf8'),
    Buffer.from(text, 'utf16le'),
    Buffer.from(ascii, 'utf8'),
    Buffer.from(encodeURIComponent(text), 'utf8'),
    Buffer.from(Buffer.from(text, 'utf8').toString('hex'), 'utf8'),
  ];
}

function found(bytes: Buffer, people: readonly { number: string; name: string }[]): string[] {
  const texts = people.flatMap(({ number, name }) => [number, name]).filter((text) => text !== '');
  return texts.filter((text) => shapesOf(text).some((shape) => bytes.includes(shape)));
}

async function foundBelow(folder: string): Promise<string[]> {
  const hits: string[] = [];
  for (const [name, bytes] of await filesBelow(folder)) {
    for (const text of found(bytes, ALL)) hits.push(`${text} in ${name}`);
  }
  return hits;
}

/** Calls, cases, a confidential caller, a second one, a draft, a search by number, a cut line, a crash. */
async function aDay(): Promise<string> {
  const [street, hall] = [town.desk('street'), town.desk('hall')];
  await oneCallRings();
  const caseId = await street.creates({ caller: await sealed(street, OPEN, false) });
  await hall.creates({ caller: await sealed(hall, SECRET, true) });
  await street.does('caller.add', caseId, { caller: await sealed(street, SECOND, false) });
  await street.call('draft.save', { key: 'intake:1', body: { ...TYPED, text: '半句话' } });
  await street.call('caller.cases', { number: OPEN.number });
  await street.call('case.search', { text: OPEN.number, limit: 20 });
  town.cut('street');
  await street.creates({ caller: await sealed(street, SECRET, true) });
  town.heal('street');
  await town.settles();
  return caseId;
}

it('I-19: no name and no number of a caller lies in any file of console or district', async () => {
  town = await Town.start([STREET, HALL], { withLogs: true });
  const caseId = await aDay();
  const street = town.desk('street');
  // Whoever may read them, reads them: they are there, and they are sealed.
  expect(await street.opensCaller(caseId)).toEqual({ number: OPEN.number, name: OPEN.name });
  const drafts = await street.call('draft.list', {});
  expect(JSON.stringify(drafts)).toContain(TYPED.name);
  const names: string[] = [];
  for (const folder of [street.folder, town.desk('hall').folder, town.place.folder]) {
    names.push(...(await filesBelow(folder)).keys());
    expect(await foundBelow(folder)).toEqual([]);
  }
  for (const kept of ['district.db', 'outbox.db', 'desk.db', 'replica.db']) {
    expect(names).toEqual(expect.arrayContaining([kept, `${kept}-wal`]));
  }
  expect(names.filter((name) => name.endsWith('.log'))).not.toEqual([]);
  await street.crash();
  expect(await foundBelow(street.folder)).toEqual([]);
  await street.open();
});

it('I-19: what is handed to support and what a wall is told name no caller', async () => {
  town = await Town.start([STREET, HALL], { withLogs: true });
  await aDay();
  const street = town.desk('street');
  const bundle = await street.call('diagnostics.bundle', {});
  if (!bundle.ok) throw new Error(bundle.error.code);
  const archive = gunzipSync(Buffer.from(bundle.value.base64, 'base64'));
  expect(archive.includes('logs/')).toBe(true);
  expect(found(archive, ALL)).toEqual([]);
  expect(found(archive, [{ number: '路面坑洼', name: '半句话' }])).toEqual([]);
  for (const name of ['wall', 'markers'] as const) {
    const told = Buffer.from(JSON.stringify(await town.desk('hall').lookAsWall(name)));
    expect(found(told, ALL)).toEqual([]);
    expect(told.includes('Sealed')).toBe(false);
  }
});

it('the scan finds what it looks for', () => {
  const text = `{"a":"${JSON.stringify(OPEN)}"}`;
  expect(found(Buffer.from(text), ALL)).toEqual([OPEN.number, OPEN.name]);
  expect(found(Buffer.from('\\u6b27\\u9633\\u62fe\\u7a57'), ALL)).toEqual([OPEN.name]);
  expect(found(Buffer.from('欧阳'), ALL)).toEqual([]);
});
