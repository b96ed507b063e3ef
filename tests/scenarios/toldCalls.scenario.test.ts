import { afterEach, expect, it, vi } from 'vitest';
import { resetPassword } from '#core/district/makePerson.ts';
import { Town } from '#tests/support/town.ts';

const PASSWORD = 'town-password';
let town: Town;
afterEach(() => town.close());

it('a seat that the district rings no more is not called idle after a cut', async () => {
  town = await Town.start([{ name: 'one', scope: 'district', login: 'opd', seat: 's1' }]);
  const one = town.desk('one');
  const seatState = async (): Promise<string> => (await one.look('calls', {})).seatState;
  await vi.waitFor(async () => expect(await seatState()).toBe('idle'), { timeout: 20_000 });
  await one.call('session.logout', {});
  town.cut('one');
  const person = { person: 'opd', password: 'Fresh-First-Pass-99' };
  expect(await resetPassword(town.running.district, person)).toBeTruthy();
  await one.call('session.login', { login: 'opd', password: PASSWORD, seat: 's1' });
  town.heal('one');
  await town.settles();
  expect(await one.look('session', {})).toMatchObject({ seat: 's1' });
  expect(await seatState()).toBe('off');
});

it('a seat is idle again after a cut for whoever the district still knows there', async () => {
  town = await Town.start([{ name: 'one', scope: 'district', login: 'opd', seat: 's1' }]);
  const one = town.desk('one');
  const seatState = async (): Promise<string> => (await one.look('calls', {})).seatState;
  await vi.waitFor(async () => expect(await seatState()).toBe('idle'), { timeout: 20_000 });
  town.cut('one');
  expect(await seatState()).toBe('off');
  town.heal('one');
  await town.settles();
  await vi.waitFor(async () => expect(await seatState()).toBe('idle'), { timeout: 20_000 });
});
