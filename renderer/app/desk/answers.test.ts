import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defineComponent, h } from 'vue';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { CaseRow } from '#core/protocol/console/rows.ts';
import type { CaseFile } from '#core/protocol/console/views.ts';
import CaseActsBar from '#renderer/features/dispatch/CaseActsBar.vue';
import ProposalsBox from '#renderer/features/dispatch/ProposalsBox.vue';
import UiToasts from '#renderer/ui/UiToasts.vue';
import { mountScreen, type MountedScreen } from '#tests/component/mountScreen.ts';
import { deskScript } from '#tests/support/deskScript.ts';
import { createScriptedHost, type ScriptedHost } from '#tests/support/scriptedLink.ts';
import { useKeymap } from '../keymap/useKeymap.ts';
import { useCaseDesk } from './useCaseDesk.ts';

const NOW = Date.UTC(2026, 10, 21, 2, 22, 7);

/** What the desk shows of proposals, and the acts under it. */
const Desk = defineComponent(() => {
  useKeymap(() => undefined);
  const desk = useCaseDesk('case', { caseId: () => 'case-7', giveBackFocus: () => undefined });
  return () => [
    h(ProposalsBox, { acts: desk.acts }),
    h(CaseActsBar, { acts: desk.acts }),
    h(UiToasts),
  ];
});

const DISPATCH = { units: [{ unit: 'u3', lead: true }], note: '', condition: null, advice: null };
const SEND = { to: 'street:110101001', note: '' };
const proposal = (kind: string, at: number, what: Readonly<Record<string, string>>) =>
  ({ by: 'p-far', scope: 'district', kind, text: '', at, what }) as const;
const PROPOSALS = {
  'op-late': proposal('case.send', NOW - 60_000, { to: 'street:110101001' }),
  'op-first': proposal('case.dispatch', NOW - 120_000, { lead: 'u3', units: 'u3' }),
};

let host: ScriptedHost;
let screen: MountedScreen;
let isHolder = true;
let isHere = true;

function withProposals(file: CaseFile): CaseFile {
  const doc = file.doc as CaseDoc;
  const said = (opId: string, kind: string, args: unknown) => {
    const row = file.timeline[0];
    if (row === undefined) throw new Error('no row');
    return { ...row, opId, kind, args, outcome: 'adjusted' };
  };
  return {
    ...file,
    doc: { ...doc, proposals: PROPOSALS },
    timeline: isHere
      ? [said('op-first', 'case.dispatch', DISPATCH), said('op-late', 'case.send', SEND)]
      : [],
    acts: [
      ...file.acts,
      {
        kind: 'proposal.decline',
        allowed: isHolder,
        later: false,
        reason: isHolder ? null : { code: 'case/not-held' },
      },
    ],
  };
}

async function mount(): Promise<void> {
  const script = deskScript({ now: NOW });
  const plain = script.views.caseFile;
  script.views.caseFile = (params) => withProposals(plain?.(params) as CaseFile);
  host = createScriptedHost(script);
  screen = mountScreen(host, Desk);
  await screen.settle();
}

const text = (): string => screen.root.textContent.replaceAll(/\s+/gu, ' ');
const submitted = (): unknown[] =>
  host.asked.filter((each) => each.name === 'op.submit').map((each) => each.input);
const key = (code: string): Promise<void> => screen.press({ code, key: code });

beforeEach(async () => {
  location.hash = '#/case/case-7';
  setActivePinia(createPinia());
  [isHolder, isHere] = [true, true];
  await mount();
});
afterEach(() => screen.unmount());

describe('what others proposed', () => {
  it('is adopted by one key: the oldest, with the very arguments of its author', async () => {
    expect(text()).toContain('待采纳的建议');
    await key('KeyB');
    expect(submitted()).toMatchObject([
      { kind: 'case.dispatch', caseId: 'case-7', args: DISPATCH },
    ]);
    expect(text()).toContain('已采纳 派遣');
  });

  it('is adopted by its own button, whichever it is', async () => {
    const buttons = [...screen.root.querySelectorAll<HTMLButtonElement>('.proposals button')];
    const adopt = buttons.filter((each) => each.textContent.trim().startsWith('采纳'));
    expect(adopt).toHaveLength(2);
    adopt[1]?.click();
    await screen.settle();
    expect(submitted()).toMatchObject([{ kind: 'case.send', args: SEND }]);
  });

  it('is declined with a reason, which its author reads', async () => {
    await key('KeyX');
    expect(screen.root.querySelector('form')?.getAttribute('aria-label')).toBe('不采纳建议');
    const area = screen.root.querySelector('textarea');
    if (area === null) throw new Error('no text area');
    area.value = '已有人去';
    area.dispatchEvent(new Event('input'));
    await screen.settle();
    await screen.press({ code: 'Enter', key: 'Enter', ctrlKey: true });
    expect(submitted()).toMatchObject([
      { kind: 'proposal.decline', args: { proposal: 'op-first', reason: '已有人去' } },
    ]);
  });

  it('has no key for whoever does not hold the case', async () => {
    screen.unmount();
    isHolder = false;
    await mount();
    expect(text()).toContain('待采纳的建议');
    expect(screen.root.querySelectorAll('.proposals button')).toHaveLength(0);
    await key('KeyB');
    expect(submitted()).toEqual([]);
  });

  it('says so while the proposal itself is still on its way', async () => {
    screen.unmount();
    isHere = false;
    await mount();
    await key('KeyB');
    expect(submitted()).toEqual([]);
    expect(text()).toContain('建议的原文还没有取到');
  });
});

const BASE_ROW = {
  urgency: 'ordinary',
  placeText: '',
  street: null,
  stage: 'handling',
  holder: 'district',
  leadUnit: null,
  leadName: null,
  clock: null,
  sync: 'confirmed',
  urged: 0,
  handOuts: 0,
  returns: 0,
  round: 1,
  createdAt: NOW,
  updatedAt: NOW,
  repeat: 0,
  callers: 0,
  mine: false,
} as const;

describe('an act on two cases', () => {
  const withActs = (...kinds: readonly string[]) => {
    const script = deskScript({ now: NOW });
    const plain = script.views.caseFile;
    script.views.caseFile = (params) => {
      const file = plain?.(params) as CaseFile;
      const more = kinds.map((kind) => ({ kind, allowed: true, later: false, reason: null }));
      const undoable = [{ opId: file.timeline[0]?.opId ?? '', until: NOW + 60_000 }];
      const doc = { ...(file.doc as CaseDoc), matter: 'm-1' };
      const place = { ...doc.place, point: { lonE6: 116_417_000, latE6: 39_930_000 } };
      return { ...file, doc: { ...doc, place }, undoable, acts: [...file.acts, ...more] };
    };
    const row = (caseId: string, title: string, matter: string): CaseRow => ({
      ...BASE_ROW,
      caseId,
      caseNo: `DC-${caseId}`,
      title,
      matter,
    });
    script.calls['case.near'] = () => ({
      rows: [
        { ...row('near', '另一件事', 'm-x'), metres: 20 },
        { ...row('alike', '同一件事', 'm-1'), metres: 90 },
      ],
    });
    script.calls['case.search'] = () => ({ rows: [row('found', '找到的', 'm-2')] });
    return script;
  };
  const remount = async (...kinds: readonly string[]): Promise<void> => {
    screen.unmount();
    host = createScriptedHost(withActs(...kinds));
    screen = mountScreen(host, Desk);
    await screen.settle();
  };
  const send = (): Promise<void> => screen.press({ code: 'Enter', key: 'Enter', ctrlKey: true });
  const field = (): HTMLInputElement => {
    const input = screen.root.querySelector<HTMLInputElement>(
      'form input[role="combobox"], form input',
    );
    if (input === null) throw new Error('no field');
    return input;
  };
  const press = async (key: string): Promise<void> => {
    field().dispatchEvent(
      new KeyboardEvent('keydown', { key, code: key, bubbles: true, cancelable: true }),
    );
    await screen.settle();
  };

  it('finds the other by its number, and says before what becomes of both', async () => {
    await remount('case.merge');
    await screen.press({ code: 'KeyM', key: 'M', shiftKey: true });
    expect(text()).toContain('本案到此为止');
    field().value = '1103';
    field().dispatchEvent(new Event('input'));
    await press('Enter');
    await send();
    expect(submitted()).toMatchObject([{ kind: 'case.merge', args: { into: 'found' } }]);
  });

  it('lists those near by at the arrow down, and takes the one that is chosen', async () => {
    await remount('case.link');
    await screen.press({ code: 'KeyL', key: 'L', shiftKey: true });
    await press('ArrowDown');
    expect(text()).toContain('另一件事');
    await press('Enter');
    await send();
    expect(submitted()).toMatchObject([
      { kind: 'case.link', args: { other: 'alike', as: 'repeat' } },
    ]);
  });

  it('is sent without another case by nobody', async () => {
    await remount('case.merge');
    await screen.press({ code: 'KeyM', key: 'M', shiftKey: true });
    await send();
    expect(submitted()).toEqual([]);
    expect(text()).toContain('须填');
  });

  it('and any other that can be taken back has a key that names it', async () => {
    await remount('undo');
    await screen.press({ code: 'KeyZ', key: 'Z', ctrlKey: true, shiftKey: true });
    expect(screen.root.querySelector('form')?.getAttribute('aria-label')).toBe('撤销');
    await send();
    expect(submitted()).toMatchObject([{ kind: 'undo', caseId: 'case-7' }]);
  });
});
