import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallInput } from '#core/protocol/console/calls.ts';
import type { ViewSnapshot } from '#core/protocol/console/views.ts';
import type { WireError } from '#core/protocol/console/envelope.ts';
import { mountScreen, type MountedScreen } from '#tests/component/mountScreen.ts';
import { createScriptedHost } from '#tests/support/scriptedLink.ts';
import { sessionView } from '#tests/support/seatViews.ts';
import LoginScreen from './LoginScreen.vue';

const SEATS = {
  seats: ['S01', 'S02', 'D01'],
  seatsTaken: ['S01'],
  proposedSeat: 'S02',
} as const;

let mounted: MountedScreen | null = null;
let asked: CallInput<'session.login'>[] = [];
let refusal: WireError | null = null;
beforeEach(() => {
  asked = [];
  refusal = null;
});
afterEach(() => {
  mounted?.unmount();
  mounted = null;
});

async function open(over: Partial<ViewSnapshot<'session'>> = {}) {
  const view = sessionView({ state: 'login', person: null, seat: null, roles: [] });
  const host = createScriptedHost({
    views: {
      session: () => ({
        ...view,
        ...SEATS,
        seats: [...SEATS.seats],
        seatsTaken: ['S01'],
        ...over,
      }),
    },
    calls: {
      'session.login': (input) => {
        asked.push(input);
        return refusal === null ? {} : { error: refusal };
      },
    },
  });
  const screen = mountScreen(host, LoginScreen);
  mounted = screen;
  await screen.settle();
  const field = (type: string): HTMLInputElement => {
    const found = screen.root.querySelector<HTMLInputElement>(`input[type=${type}]`);
    if (found === null) throw new Error(`no ${type} field`);
    return found;
  };
  const type = (into: HTMLInputElement, text: string): void => {
    into.value = text;
    into.dispatchEvent(new Event('input'));
  };
  type(field('text'), 'li');
  type(field('password'), 'a-password');
  return {
    type: (kind: 'text' | 'password', text: string): void => {
      const into = field(kind);
      into.focus();
      type(into, text);
    },
    hasFocus: (kind: 'text' | 'password') => document.activeElement === field(kind),
    password: () => field('password').value,
    text: () => screen.root.textContent,
    choose: async (seat: string) => {
      const select = screen.root.querySelector('select');
      if (select === null) throw new Error('no seats');
      select.value = seat;
      select.dispatchEvent(new Event('change'));
      await screen.settle();
    },
    enter: async () => {
      screen.root.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
      await screen.settle();
    },
  };
}

describe('the seat of a login', () => {
  it('is only proposed while nobody chose one: a desk does as well for who may not sit there', async () => {
    const page = await open();
    await page.enter();
    expect(asked).toEqual([{ login: 'li', password: 'a-password', seat: 'S02', isProposed: true }]);
  });

  it('that was chosen is asked for as it is; who may not sit there is told, and chooses again', async () => {
    const page = await open();
    await page.choose('S01');
    refusal = { code: 'session/seat-for-calls', details: { seat: 'S01' } };
    await page.enter();
    expect(asked).toEqual([{ login: 'li', password: 'a-password', seat: 'S01' }]);
    expect(page.text()).toContain('S01 席接听热线');
    expect(page.text()).not.toContain('接管席位');
    expect(page.password()).toBe('a-password');
    await page.choose('D01');
    expect(page.text()).not.toContain('接听热线');
    refusal = { code: 'session/no-such-seat', details: { seat: 'D01' } };
    await page.enter();
    expect(page.text()).toContain('本处没有 D01 席 · 请另选席位');
    expect(page.password()).toBe('a-password');
    refusal = null;
    await page.enter();
    expect(asked[2]).toEqual({ login: 'li', password: 'a-password', seat: 'D01' });
  });
});

it('says how far a console is that has just been set up, and nothing of it where all is here', async () => {
  const page = await open({ filling: { done: 1_250, of: 5_000 } });
  expect(page.text()).toContain('首次装载');
  expect(page.text()).toContain('1,250 / 5,000 案');
  mounted?.unmount();
  expect((await open()).text()).not.toContain('首次装载');
});

describe('the password of a login', () => {
  it('is gone on to by Enter after the name; nothing is asked without one', async () => {
    const page = await open();
    page.type('password', '');
    page.type('text', 'li');
    await page.enter();
    expect(asked).toEqual([]);
    expect(page.hasFocus('password')).toBe(true);
  });

  it('is typed again at once when it was wrong', async () => {
    const page = await open();
    page.type('text', 'li');
    refusal = { code: 'session/bad-login' };
    await page.enter();
    expect(page.password()).toBe('');
    expect(page.hasFocus('password')).toBe(true);
  });
});
