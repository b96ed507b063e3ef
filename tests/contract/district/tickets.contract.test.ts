import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Author, STREET_A, creation, newCaseId, smallPlace } from '#tests/support/smallDistrict.ts';
import type { Place } from '#tests/support/smallDistrict.ts';
import type { Line } from '#tests/support/frameLine.ts';
import { handLines } from '#tests/support/handLines.ts';
import { startDistrict } from '#tests/support/startDistrict.ts';
import type { RunningDistrict } from '#core/district/runDistrict.ts';
import { MINUTE_MS } from '#core/kernel/time.ts';

let place: Place;
let running: RunningDistrict;
let hall: Author;
let street: Author;
const { online, hangUp } = handLines(() => running.port);
const bytes = randomBytes(500);
const sha256 = createHash('sha256').update(bytes).digest('hex');
const caseId = newCaseId();

beforeEach(async () => {
  place = await smallPlace();
  running = await startDistrict(place);
  hall = new Author('hall', 'district', place.clock);
  street = new Author('a', `street:${STREET_A}`, place.clock);
  for (const author of [hall, street]) await author.enrol(running.district);
  const by = 'dia';
  const file = { sha256, name: 'x', bytes: 500, use: 'after', takenAt: null, point: null } as const;
  const acts = [
    street.make({ kind: 'case.create', caseId, args: creation(), by }),
    street.make({ kind: 'case.attach', caseId, args: file, by, seen: [0, 1] }),
  ];
  await running.district.core.push({ ...street.batch(acts), person: by });
});
afterEach(async () => {
  hangUp();
  await running.close();
  await place.remove();
});

async function ask(line: Line, name: string, input: object): Promise<unknown> {
  line.send({ f: 'ask', id: 1, name, input });
  return (await line.next('answer')).value;
}

/** What a console asks for before it goes to the doors: a ticket for the file's way in, and a token. */
async function doors(line: Line): Promise<{ file: string; reference: string }> {
  const opened = await ask(line, 'file.open', { caseId, sha256, way: 'send', bytes: 500 });
  const token = await ask(line, 'ref.open', {});
  return {
    file: (opened as { ticket: string }).ticket,
    reference: (token as { token: string }).token,
  };
}

/** Answers of the door for files, asked for its state and with a piece, and of the one for the profile. */
async function answers({ file, reference }: { file: string; reference: string }) {
  const at = `http://127.0.0.1:${running.port}`;
  const authorization = `Bearer ${file}`;
  const head = { method: 'HEAD', headers: { authorization } };
  const piece = { authorization, 'upload-offset': '0' };
  const state = await fetch(`${at}/files/${sha256}`, head);
  const sent = await fetch(`${at}/files/${sha256}`, {
    method: 'PATCH',
    headers: piece,
    body: bytes.subarray(0, 10),
  });
  const token = { authorization: `Bearer ${reference}` };
  const profile = await fetch(`${at}/ref/catalogue.json`, { headers: token });
  return [state.status, sent.status, profile.status];
}

const OPEN = [200, 204, 200];
const SHUT = [403, 403, 403];

describe('what a console was given for the doors', () => {
  it('[I-25] opens nothing from the moment on at which its device is revoked', async () => {
    const own = await doors(await online(street));
    const others = await doors(await online(hall));
    expect(await answers(own)).toEqual(OPEN);
    const args = { device: street.device, reason: 'stolen' };
    const revoke = { kind: 'device.revoke', caseId: null, args, actor: 'adm' } as const;
    await running.district.core.act([revoke]);
    expect(await answers(own)).toEqual(SHUT);
    expect(await answers(others)).toEqual(OPEN);
  });

  it('is good for minutes', async () => {
    const given = await doors(await online(street));
    place.clock.pass(9 * MINUTE_MS);
    expect(await answers(given)).toEqual(OPEN);
    place.clock.pass(2 * MINUTE_MS);
    expect(await answers(given)).toEqual(SHUT);
  });

  it('[I-25] for a person ends when his password is reset, and the profile stays the console’s', async () => {
    const line = await online(street);
    await running.district.logins.set('li', 'dia', 'right');
    line.send({ f: 'login', id: 3, login: 'li', password: 'right', seat: 'a1' });
    expect((await line.next('login')).ok).toBe(true);
    const given = await doors(line);
    expect(await answers(given)).toEqual(OPEN);
    await running.district.logins.setFirst('li', 'dia', 'another-first');
    expect(await answers(given)).toEqual([403, 403, 200]);
  });
});
