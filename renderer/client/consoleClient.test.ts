import { expect, test } from 'vitest';
import {
  createScriptedHost,
  scriptedLink,
  type ScriptedHost,
} from '#tests/support/scriptedLink.ts';
import { createConsoleClient, type ConsoleClient, type Frame } from './consoleClient.ts';

/** Long enough for everything that is under way in memory to arrive, whatever else the machine does. */
const tick = (ms = 60): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const settings = {
  language: 'zh-CN',
  theme: 'dark',
  density: 'normal',
  textSize: 100,
  soundMode: 'hall',
  volume: 60,
} as const;
const markers = (asOf: number) => ({ asOf, markers: [] });

function open(host: ScriptedHost): {
  readonly client: ConsoleClient;
  readonly cut: () => void;
  readonly opened: () => number;
  readonly runTimers: () => void;
} {
  let link = scriptedLink(host);
  let opened = 0;
  let timers: { readonly run: () => void; readonly ms: number }[] = [];
  const client = createConsoleClient({
    open: () => {
      opened += 1;
      if (opened > 1) link = scriptedLink(host);
      return Promise.resolve(link);
    },
    body: 'console',
    schedule: (run, ms) => {
      const timer = { run, ms };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
  });
  return {
    client,
    cut: () => link.cut(),
    opened: () => opened,
    runTimers: () => {
      const due = timers;
      timers = [];
      for (const timer of due) timer.run();
    },
  };
}

test('a call is answered, and a refusal comes as a value', async () => {
  const host = createScriptedHost({
    views: {},
    calls: {
      'settings.get': () => settings,
      'op.submit': () => ({ error: { code: 'unit/busy', details: { unit: 'u1' } } }),
    },
  });
  const { client } = open(host);
  expect(await client.do('settings.get', {})).toEqual({ ok: true, value: settings });
  const refused = await client.do('op.submit', { kind: 'case.dispatch', caseId: 'c', args: {} });
  expect(refused).toEqual({ ok: false, error: { code: 'unit/busy', details: { unit: 'u1' } } });
});

test('an answer that does not fit its schema is refused at the border', async () => {
  const host = createScriptedHost({
    views: {},
    calls: { 'number.peek': () => ({ caseNo: 7 }) as unknown as { caseNo: string | null } },
  });
  const reply = await open(host).client.do('number.peek', { form: 'f' });
  expect(reply).toEqual({ ok: false, error: { code: 'op/schema', details: { path: 'caseNo' } } });
});

test('a call on its way when the link breaks is told so, and none is sent twice', async () => {
  const host = createScriptedHost({ views: {}, calls: { 'settings.get': () => settings } });
  const { client, cut, runTimers, opened } = open(host);
  await tick();
  const asking = client.do('settings.get', {});
  cut();
  expect(await asking).toEqual({ ok: false, error: { code: 'link/closed' } });
  expect(client.state()).toBe('closed');
  runTimers();
  await tick();
  expect(client.state()).toBe('open');
  expect(opened()).toBe(2);
  expect(host.asked.filter((call) => call.name === 'settings.get')).toHaveLength(1);
});

test('a question nobody answers ends by its time limit', async () => {
  const silent = createScriptedHost({ views: {}, calls: {} });
  const deaf = { ...silent, receive: (raw: unknown) => isHello(raw) && silent.receive(raw) };
  const { client, runTimers } = open(deaf);
  await tick();
  const asking = client.do('settings.get', {});
  runTimers();
  expect(await asking).toEqual({ ok: false, error: { code: 'link/timeout' } });
});

function isHello(raw: unknown): boolean {
  return typeof raw === 'object' && raw !== null && 'kind' in raw && raw.kind === 'hello';
}

test('views come back by themselves after a reconnection', async () => {
  let asOf = 1;
  const host = createScriptedHost({ views: { markers: () => markers(asOf) }, calls: {} });
  const { client, cut, runTimers } = open(host);
  const seen: number[] = [];
  client.watch('markers', {}, (frame) => {
    if (frame.kind === 'snapshot') seen.push(frame.value.asOf);
  });
  await tick();
  cut();
  asOf = 2;
  runTimers();
  await tick();
  expect(seen).toEqual([1, 2]);
});

test('a gap in the numbers of a view is never shown: the view starts again', async () => {
  const host = createScriptedHost({ views: { markers: () => markers(1) }, calls: {} });
  const { client } = open(host);
  const frames: Frame<'markers'>[] = [];
  client.watch('markers', {}, (frame) => frames.push(frame));
  await tick();
  const id = [...host.watching.keys()][0] ?? 0;
  const delta = (seq: number) => ({
    kind: 'delta',
    id,
    seq,
    value: { asOf: 5, upsert: [], remove: ['gone'] },
  });
  host.sendRaw(delta(2));
  await tick();
  expect(frames.map((frame) => frame.kind)).toEqual(['snapshot', 'delta']);
  host.sendRaw(delta(9));
  await tick();
  expect(frames.map((frame) => frame.kind)).toEqual(['snapshot', 'delta', 'snapshot']);
  expect([...host.watching.keys()]).not.toContain(id);
});

test('a disposed view hears nothing and the host is told', async () => {
  const host = createScriptedHost({ views: { markers: () => markers(1) }, calls: {} });
  const { client } = open(host);
  let frames = 0;
  const stop = client.watch('markers', {}, () => {
    frames += 1;
  });
  await tick();
  stop();
  host.refresh('markers');
  await tick();
  expect(frames).toBe(1);
  expect(host.watching.size).toBe(0);
});

test('a refused view says why, and a malformed snapshot is an error of the view', async () => {
  const host = createScriptedHost({
    views: {
      sync: () => ({ error: { code: 'session/needed' } }),
      conflicts: () => ({ open: 'no list' }) as never,
    },
    calls: {},
  });
  const { client } = open(host);
  const errors: string[] = [];
  client.watch('sync', {}, (frame) => {
    errors.push(frame.kind === 'error' ? frame.error.code : 'none');
  });
  client.watch('conflicts', {}, (frame) => {
    errors.push(frame.kind === 'error' ? frame.error.code : 'none');
  });
  await tick();
  expect(errors).toEqual(['session/needed', 'op/schema']);
});

test('a host that no longer speaks our version ends the retries and says so', async () => {
  const host = createScriptedHost({ views: {}, calls: {} });
  const { client, runTimers, opened } = open(host);
  await tick();
  host.sendRaw({ kind: 'welcome', version: 99, minVersion: 99, program: 'newer' });
  await tick();
  expect(client.state()).toBe('refused');
  runTimers();
  await tick();
  expect(opened()).toBe(1);
});
