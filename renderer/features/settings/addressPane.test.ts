import { afterEach, expect, test } from 'vitest';
import type { CallOutput } from '#core/protocol/console/calls.ts';
import { must } from '#core/kernel/assert.ts';
import { mountScreen, type MountedScreen } from '#tests/component/mountScreen.ts';
import { deskScript } from '#tests/support/deskScript.ts';
import { createScriptedHost, type Script } from '#tests/support/scriptedLink.ts';
import AddressPane from './AddressPane.vue';

const SCRIPT = deskScript({ now: Date.UTC(2026, 10, 21, 2, 0) });
const KEPT: CallOutput<'address.get'> = {
  district: 'wss://10.1.2.3:7700#aa',
  station: '',
  mayHaveStation: true,
  saidAtStart: ['district'],
};
const FOUND: CallOutput<'address.try'> = {
  answer: 'district',
  certificate: 'same',
  fingerprint: 'aa',
  version: 'agreed',
  letsIn: null,
};

let mounted: MountedScreen | null = null;
afterEach(() => {
  mounted?.unmount();
  mounted = null;
});

async function open(calls: Script['calls'], kept = KEPT) {
  const host = createScriptedHost({
    ...SCRIPT,
    calls: { ...SCRIPT.calls, 'address.get': () => kept, ...calls },
  });
  const screen = mountScreen(host, AddressPane);
  mounted = screen;
  await screen.settle();
  const forms = [...screen.root.querySelectorAll('form')];
  const type = async (at: number, text: string): Promise<void> => {
    const field = must(forms[at]?.querySelector('input'), 'a field');
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await screen.settle();
  };
  /** Enter in the field. */
  const enter = async (at: number): Promise<void> => {
    forms[at]?.requestSubmit();
    await screen.settle();
  };
  const keep = async (at: number): Promise<void> => {
    const buttons = [...(forms[at]?.querySelectorAll('button') ?? [])];
    must(
      buttons.find(({ textContent }) => /保存地址|仍要保存/.test(textContent)),
      'a button',
    ).click();
    await screen.settle();
  };
  return { forms, type, enter, keep, text: (at: number) => forms[at]?.textContent ?? '' };
}

test('Enter tries what is typed and says in words who answers; nothing is kept by that', async () => {
  const kept: unknown[] = [];
  const tried: unknown[] = [];
  const pane = await open({
    'address.try': (input) => {
      tried.push(input);
      return FOUND;
    },
    'address.keep': (input) => {
      kept.push(input);
      return { counts: 'now' };
    },
  });
  expect(pane.text(0)).toContain('下次启动以那里为准');
  await pane.type(0, ' wss://10.9.9.9:7700 ');
  await pane.enter(0);
  expect(tried).toEqual([{ of: 'district', address: 'wss://10.9.9.9:7700' }]);
  for (const words of ['是区级服务', '与本机所记一致', '指纹 aa', '版本相合']) {
    expect(pane.text(0)).toContain(words);
  }
  expect(kept).toEqual([]);
  // What was found there says nothing of another address.
  await pane.type(0, 'wss://10.9.9.8:7700');
  expect(pane.text(0)).not.toContain('是区级服务');
  await pane.keep(0);
  expect(kept).toEqual([]);
  expect(pane.text(0)).toContain('先试连');
  await pane.enter(0);
  await pane.keep(0);
  expect(kept).toEqual([{ of: 'district', address: 'wss://10.9.9.8:7700' }]);
  expect(pane.text(0)).toContain('正在按新地址连线');
});

test('where nobody answers yet, it is kept by a second word alone, said of that very address', async () => {
  const kept: unknown[] = [];
  const none = { certificate: null, fingerprint: null, version: null, letsIn: null } as const;
  const pane = await open({
    'address.try': () => ({ answer: 'none', ...none }),
    'address.keep': (input) => {
      kept.push(input);
      return { counts: 'now' };
    },
  });
  await pane.type(0, 'wss://10.9.9.9:7700');
  await pane.enter(0);
  await pane.keep(0);
  expect(kept).toEqual([]);
  expect(pane.text(0)).toContain('再按一次保存');
  await pane.type(0, 'wss://10.9.9.8:7700');
  await pane.enter(0);
  await pane.keep(0);
  expect(kept).toEqual([]);
  await pane.keep(0);
  expect(kept).toEqual([{ of: 'district', address: 'wss://10.9.9.8:7700' }]);
});

test('a station of another street, a certificate that is none of ours and a district in its place are called so', async () => {
  const found: CallOutput<'address.try'>[] = [
    { ...FOUND, answer: 'station', letsIn: false },
    { ...FOUND, certificate: 'other', version: 'older' },
    { answer: 'none', certificate: null, fingerprint: null, version: null, letsIn: null },
  ];
  const pane = await open({ 'address.try': () => must(found.shift(), 'an answer') });
  await pane.type(1, 'wss://10.1.2.3:7710#aa');
  for (const words of [
    ['是街道站点', '不认得本机'],
    ['不是站点', '与本机所记不同', '对方程序版本过旧'],
    ['没有应答'],
  ]) {
    await pane.enter(1);
    for (const one of words) expect(pane.text(1)).toContain(one);
  }
});

test('what is no address is refused in words, no station is kept by an empty field, and a hall has none', async () => {
  const kept: unknown[] = [];
  const pane = await open({
    'address.try': () => ({ error: { code: 'setup/bad-station' } }),
    'address.keep': (input) => {
      kept.push(input);
      return { counts: 'nextStart' };
    },
  });
  await pane.type(1, '10.1.2.3');
  await pane.enter(1);
  expect(pane.forms[1]?.querySelector('[role=alert]')?.textContent).toContain('#指纹');
  await pane.type(1, '');
  await pane.keep(1);
  expect(kept).toEqual([{ of: 'station', address: '' }]);
  expect(pane.text(1)).toContain('下次启动生效');
  mounted?.unmount();
  const hall = await open({}, { ...KEPT, mayHaveStation: false });
  expect(hall.forms).toHaveLength(1);
});
