import { afterEach, expect, test } from 'vitest';
import type { SyncView } from '#core/protocol/console/views.ts';
import { mountScreen, type MountedScreen } from '#tests/component/mountScreen.ts';
import { deskScript } from '#tests/support/deskScript.ts';
import { RECEIPT } from '#tests/support/actReplies.ts';
import { createScriptedHost } from '#tests/support/scriptedLink.ts';
import PeopleScreen from './PeopleScreen.vue';
import { grantState } from './grantActsStore.ts';

const NOW = Date.UTC(2026, 10, 21, 2, 0);
const SCRIPT = deskScript({ now: NOW });

let mounted: MountedScreen | null = null;
afterEach(() => {
  mounted?.unmount();
  mounted = null;
});

/** A desk at which li is the one person found; what he holds and what was decided is the test's to say. */
async function open() {
  const told = {
    outbox: [] as SyncView['outbox'],
    grants: [{ role: 'dispatcher', scope: 'district', from: 0, to: null as number | null }],
  };
  const host = createScriptedHost({
    views: {
      ...SCRIPT.views,
      sync: (params) => {
        const sync = SCRIPT.views.sync?.(params);
        return { ...(sync as SyncView), outbox: [...told.outbox] };
      },
    },
    calls: {
      ...SCRIPT.calls,
      'people.list': () => ({
        total: 1,
        people: [{ person: 'li', name: '李静', login: 'li', grants: [...told.grants] }],
      }),
      'op.submit': ({ kind }) => {
        told.outbox = [rowOf(kind, null, null)];
        return { ...RECEIPT, caseId: null, caseNo: null };
      },
    },
  });
  mounted = mountScreen(host, PeopleScreen);
  const screen = mounted;
  await screen.settle();
  const text = (): string => screen.root.textContent;
  const press = async (label: string): Promise<void> => {
    const button = [...screen.root.querySelectorAll('button')].find((one) =>
      one.textContent.includes(label),
    );
    button?.click();
    await screen.settle();
  };
  const decide = async (outcome: string, reason: string | null): Promise<void> => {
    told.outbox = told.outbox.map((row) => rowOf(row.kind, outcome, reason));
    host.refresh('sync');
    await screen.settle();
  };
  await screen.settle();
  return { told, text, press, decide, host };
}

function rowOf(
  kind: string,
  outcome: string | null,
  reason: string | null,
): SyncView['outbox'][number] {
  const of = { opId: 'o1', kind, caseId: null, caseNo: null, at: NOW, rseq: 1, rule: null };
  return { ...of, outcome, reason };
}

test('a revocation is pending until the district has decided it, and in force until then', async () => {
  const { told, text, press, decide, host } = await open();
  expect(text()).toContain('李静');
  await press('收回');
  expect(text()).toContain('收回待区级裁定 · 裁定前仍有效');
  await press('收回');
  expect(host.asked.filter((one) => one.name === 'op.submit')).toHaveLength(1);
  told.grants = [];
  await decide('applied', null);
  expect(text()).not.toContain('收回待区级裁定');
  expect(text()).toContain('没有授权');
});

test('a revocation that the district refuses says why, and the grant stays', async () => {
  const { text, press, decide } = await open();
  await press('收回');
  await decide('refused-recorded', 'grant/none');
  expect(text()).toContain('没有收回：没有这项权限');
  expect(text()).toContain('派遣员');
});

test('what the district has not decided is neither given nor revoked', () => {
  expect(grantState(undefined)).toEqual({ state: 'pending' });
  expect(grantState({ outcome: null, reason: null })).toEqual({ state: 'pending' });
  expect(grantState({ outcome: 'applied', reason: null })).toEqual({ state: 'decided' });
  expect(grantState({ outcome: 'superseded', reason: 'grant/none' })).toEqual({
    state: 'refused',
    code: 'grant/none',
  });
});
