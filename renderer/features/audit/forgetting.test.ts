import { afterEach, expect, test } from 'vitest';
import type { CallInput } from '#core/protocol/console/calls.ts';
import type { QueueView } from '#core/protocol/console/queue.ts';
import { mountScreen, type MountedScreen } from '#tests/component/mountScreen.ts';
import { createScriptedHost } from '#tests/support/scriptedLink.ts';
import { queueScript } from '#tests/support/queueScript.ts';
import { seatScript } from '#tests/support/seatScript.ts';
import { useKeymap } from '#renderer/app/keymap/useKeymap.ts';
import { errorText } from '#renderer/i18n/errorText.ts';
import { zhCN } from '#renderer/i18n/zh-CN/catalogue.ts';
import AuditScreen from './AuditScreen.vue';

const NOW = Date.UTC(2026, 10, 21, 2, 0);
type Submit = CallInput<'op.submit'>;

let mounted: MountedScreen | null = null;
afterEach(() => {
  mounted?.unmount();
  mounted = null;
  location.hash = '';
});

/** What this console hears of acts that the district refused. */
function refusals(said: readonly Submit[], reasons: Readonly<Record<string, string>>): QueueView {
  const kept = queueScript(NOW, { state: 'refused', from: 0, count: 1 });
  const rows = said.flatMap(({ caseId }) => {
    const reason = reasons[caseId ?? ''];
    return reason === undefined
      ? []
      : kept.rows.map((row) => ({ ...row, opId: `o-${String(caseId)}`, reason }));
  });
  return { ...kept, rows };
}

/** A district of three cases that are due; the last is not done there, for a reason or none. */
async function open(reasons: Readonly<Record<string, string>> = {}) {
  location.hash = '#/audit/forgetting';
  const said: Submit[] = [];
  const script = seatScript({ now: NOW, role: 'administrator' });
  const told = ['c0', 'c1', 'c2'].map((caseId, i) => ({
    ...{
      caseId,
      caseNo: `DC200810-000${i}`,
      ver: 7 + i,
      archivedAt: 1,
      street: null,
      matter: '坑洼',
    },
    dueAt: NOW - 1,
  }));
  const isDone = (caseId: string): boolean =>
    caseId !== 'c2' && said.some((act) => act.caseId === caseId);
  const host = createScriptedHost({
    views: { ...script.views, queue: () => refusals(said, reasons) },
    calls: {
      ...script.calls,
      'op.submit': (act) => {
        said.push(act);
        return {
          ...{
            opId: `o-${String(act.caseId)}`,
            rseq: 1,
            caseId: act.caseId,
            caseNo: null,
            later: false,
          },
          ...{ becomes: 'kept', holder: null },
        };
      },
      'forgetting.due': ({ caseIds }) => ({
        ...{ years: 5, set: null, total: 3, isMore: false, next: null },
        rows: told
          .filter(({ caseId }) => caseIds?.includes(caseId) ?? true)
          .map((row) => ({
            ...row,
            redacted: isDone(row.caseId)
              ? { at: NOW, by: '王建国', reason: 'retention' as const }
              : null,
          })),
      }),
    },
  });
  mounted = mountScreen(host, AuditScreen, { setup: () => useKeymap(() => undefined) });
  const screen = mounted;
  await screen.settle();
  const key = (code: string, more: Partial<KeyboardEventInit> = {}): Promise<void> =>
    screen.press({ code: `Key${code}`, key: code.toLowerCase(), ...more });
  return { screen, said, key, text: () => document.body.textContent };
}

test('what is selected is forgotten after a warning, and nothing before it', async () => {
  const { screen, said, key, text } = await open();
  await key('F');
  expect(document.querySelector('[role="dialog"]')).toBeNull();
  await key('X');
  await key('J');
  await key('X');
  await key('F');
  expect(text()).toContain('2 件案件脱敏');
  expect(text()).toContain('不可撤销');
  expect(said).toEqual([]);
  await screen.press({ code: 'Enter', key: 'Enter', ctrlKey: true });
  await screen.settle();
  expect(said.map(({ kind, caseId, ver, args }) => [kind, caseId, ver, args])).toEqual([
    ['case.redact', 'c0', 7, { reason: 'retention' }],
    ['case.redact', 'c1', 8, { reason: 'retention' }],
  ]);
  expect(text()).toContain('已脱敏 2 件');
});

test('what the district has not done in time is not counted as done', async () => {
  const { screen, key, text } = await open();
  await key('A');
  await key('F');
  await screen.press({ code: 'Enter', key: 'Enter', ctrlKey: true });
  await expect.poll(() => text(), { timeout: 20_000 }).toContain('已脱敏 2 件，未成 1 件');
}, 30_000);

test('what the district refused is told with its reason, and nobody waits for it', async () => {
  const { screen, key, text } = await open({ c2: 'person/not-here' });
  await key('A');
  await key('F');
  await screen.press({ code: 'Enter', key: 'Enter', ctrlKey: true });
  await expect.poll(() => text(), { timeout: 3_000 }).toContain('已脱敏 2 件，未成 1 件');
  expect(text()).toContain(errorText(zhCN, { code: 'person/not-here' }));
  expect(text()).not.toContain('尚未办妥');
});

test('a key that an input method composes with selects nothing', async () => {
  const { key, text } = await open();
  await key('X', { isComposing: true });
  expect(text()).not.toContain('脱敏 1 件');
  await key('X');
  expect(text()).toContain('脱敏 1 件');
});
