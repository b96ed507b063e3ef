import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defineComponent, h, shallowRef } from 'vue';
import { useSelectionStore } from '#renderer/client/selectionStore.ts';
import BoardPane from '#renderer/features/caseBoard/BoardPane.vue';
import LeftNote from '#renderer/features/caseBoard/LeftNote.vue';
import { filtersFor } from '#renderer/features/caseBoard/boardFilters.ts';
import CaseActsBar from '#renderer/features/dispatch/CaseActsBar.vue';
import ProposedUnits from '#renderer/features/dispatch/ProposedUnits.vue';
import UiToasts from '#renderer/ui/UiToasts.vue';
import { deskScript } from '#tests/support/deskScript.ts';
import { mountScreen, type MountedScreen } from '#tests/component/mountScreen.ts';
import { createScriptedHost, type ScriptedHost } from '#tests/support/scriptedLink.ts';
import { useActionStore } from '../actions/registry.ts';
import { useKeymap } from '../keymap/useKeymap.ts';
import { useCaseDesk } from './useCaseDesk.ts';

const NOW = Date.UTC(2026, 10, 21, 2, 22, 7);
/** Words that no case has. */
const NOWHERE = '没有的词';

/** Board and acts as the desk joins them, without the map. */
const Desk = defineComponent(() => {
  const selection = useSelectionStore();
  useKeymap(() => undefined);
  const desk = useCaseDesk('board', {
    caseId: () => selection.caseId,
    giveBackFocus: () => document.querySelector<HTMLElement>('[role="grid"]')?.focus(),
  });
  const board = shallowRef<{ isLeft: boolean; step: (by: number) => void } | null>(null);
  return () => [
    h(BoardPane, { ref: board }),
    board.value?.isLeft === true ? h(LeftNote, { onNext: () => board.value?.step(1) }) : null,
    desk.acts.canDispatch.value ? h(ProposedUnits, { proposals: desk.acts.proposals }) : null,
    h(CaseActsBar, { acts: desk.acts }),
    h(UiToasts),
  ];
});

let host: ScriptedHost;
let screen: MountedScreen;

const text = (): string => screen.root.textContent.replaceAll(/\s+/gu, ' ');
const numbers = (): string[] =>
  [...screen.root.querySelectorAll('[role="row"][aria-selected]')]
    .toSorted((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex))
    .map((row) => row.querySelectorAll('[role="gridcell"]')[2]?.textContent.trim() ?? '');
const submitted = (): unknown[] =>
  host.asked.filter((each) => each.name === 'op.submit').map((each) => each.input);
async function keys(...codes: readonly string[]): Promise<void> {
  for (const code of codes) await screen.press({ code, key: code });
}
const ctrlEnter = (): Promise<void> => screen.press({ code: 'Enter', key: 'Enter', ctrlKey: true });

beforeEach(async () => {
  location.hash = '#/board';
  setActivePinia(createPinia());
  host = createScriptedHost(deskScript({ now: NOW }));
  screen = mountScreen(host, Desk);
  await screen.settle();
});
afterEach(() => screen.unmount());

describe('the desk at the keyboard', () => {
  it('takes the first case and puts the keys into the list', () => {
    expect(document.activeElement?.getAttribute('role')).toBe('grid');
    expect(screen.root.querySelector('[aria-selected="true"]')?.textContent).toContain(
      'DC261121-1100',
    );
  });

  it('moves by J and K and never past either end', async () => {
    await keys('KeyJ', 'KeyJ', 'KeyK', 'KeyK', 'KeyK');
    expect(screen.root.querySelector('[aria-selected="true"]')?.textContent).toContain(
      'DC261121-1100',
    );
  });

  it('dispatches the chosen units with one key, the first chosen leading', async () => {
    await keys(...Array.from({ length: 7 }, () => 'KeyJ'));
    expect(text()).toContain('推荐承办');
    await screen.press({ code: 'Digit3', key: '3', altKey: true });
    await keys('KeyD');
    expect(submitted()).toMatchObject([
      {
        kind: 'case.dispatch',
        caseId: 'case-7',
        args: {
          units: [
            { unit: 'u0', lead: true },
            { unit: 'u2', lead: false },
          ],
          advice: { chosen: ['u0', 'u2'] },
        },
      },
    ]);
    expect(text()).toContain('已派遣 排水养护三队 · 燃气抢修 2 队');
  });

  it('keeps the proposal that stands when its key says to choose it', async () => {
    const alt1 = (): Promise<void> => screen.press({ code: 'Digit1', key: '1', altKey: true });
    await keys(...Array.from({ length: 7 }, () => 'KeyJ'));
    const pressed = (): number =>
      screen.root.querySelectorAll('.option[aria-pressed="true"]').length;
    expect(pressed()).toBe(1);
    await alt1();
    expect(pressed()).toBe(1);
    await keys('KeyD');
    expect(submitted()).toMatchObject([
      { kind: 'case.dispatch', args: { units: [{ unit: 'u0', lead: true }] } },
    ]);
  });

  it('lets go of it by the same key once more, for whoever wants another unit', async () => {
    await keys(...Array.from({ length: 7 }, () => 'KeyJ'));
    for (let i = 0; i < 2; i += 1) await screen.press({ code: 'Digit1', key: '1', altKey: true });
    expect(screen.root.querySelector('.option[aria-pressed="true"]')).toBeNull();
  });

  it('opens a form by its key and sends it once, however often the chord is pressed', async () => {
    await keys('KeyS');
    expect(screen.root.querySelector('form')?.getAttribute('aria-label')).toBe('签收');
    const first = ctrlEnter();
    const second = ctrlEnter();
    await Promise.all([first, second]);
    expect(submitted()).toHaveLength(1);
    expect(submitted()).toMatchObject([
      { kind: 'assign.sign', args: { assignment: 'a1' }, onBehalf: 'u0', how: 'phone' },
    ]);
    expect(screen.root.querySelector('form')).toBeNull();
  });

  it('says what is missing in its place and sends nothing', async () => {
    await keys('KeyN');
    await ctrlEnter();
    expect(submitted()).toEqual([]);
    expect(screen.root.querySelector('textarea')?.getAttribute('aria-invalid')).toBe('true');
  });

  it('says why an act is refused by the host, and keeps the form with its words', async () => {
    screen.unmount();
    const script = deskScript({ now: NOW });
    script.calls['op.submit'] = () => ({ error: { code: 'assignment/wrong-state' } });
    host = createScriptedHost(script);
    screen = mountScreen(host, Desk);
    await screen.settle();
    await keys('KeyS');
    await ctrlEnter();
    expect(screen.root.querySelector('[role="alert"]')?.textContent).toContain(
      '不能签收：这一项派遣已不在可办状态',
    );
    expect(screen.root.querySelector('form')).not.toBeNull();
  });

  it.each([
    ['offered', '还没有签收'],
    ['done', '已处置完成'],
  ])('says what the dispatch is (%s) rather than that it is not right', async (state, words) => {
    screen.unmount();
    const script = deskScript({ now: NOW });
    script.calls['op.submit'] = () => ({
      error: { code: 'assignment/wrong-state', details: { state } },
    });
    host = createScriptedHost(script);
    screen = mountScreen(host, Desk);
    await screen.settle();
    await keys('KeyS');
    await ctrlEnter();
    expect(screen.root.querySelector('[role="alert"]')?.textContent).toContain(words);
  });

  it('hints at acts that are this person’s, and at no others', () => {
    const actions = useActionStore();
    const hinted = (kind: string): boolean | undefined =>
      actions.byId(`board.act.${kind}`)?.isHinted?.();
    expect(hinted('assign.sign')).toBe(true);
    expect(hinted('case.dispatch')).toBe(false);
  });

  it('keeps what was typed when Esc closes the form', async () => {
    await keys('KeyN');
    const area = screen.root.querySelector('textarea');
    if (area === null) throw new Error('no text area');
    area.value = 'half a thought';
    area.dispatchEvent(new Event('input'));
    await screen.settle();
    await keys('Escape');
    expect(screen.root.querySelector('form')).toBeNull();
    await keys('KeyN');
    expect(screen.root.querySelector('textarea')?.value).toBe('half a thought');
  });
});

describe('a hand faster than the machine', () => {
  async function remount(change: (script: ReturnType<typeof deskScript>) => void): Promise<void> {
    screen.unmount();
    const script = deskScript({ now: NOW });
    change(script);
    host = createScriptedHost(script);
    screen = mountScreen(host, Desk);
    await screen.settle();
  }
  const field = (label: string): HTMLInputElement => {
    const labels = [...screen.root.querySelectorAll('label')];
    const found = labels.find((each) => each.textContent.includes(label));
    const input = document.getElementById(found?.getAttribute('for') ?? '');
    if (input === null) throw new Error(`no field ${label}`);
    return input as HTMLInputElement;
  };
  function typeIn(input: HTMLInputElement, words: string): void {
    input.value = words;
    input.dispatchEvent(new Event('input'));
  }
  const enter = (input: HTMLInputElement, ctrlKey: boolean): boolean =>
    input.dispatchEvent(
      new KeyboardEvent('keydown', {
        code: 'Enter',
        key: 'Enter',
        ctrlKey,
        bubbles: true,
        cancelable: true,
      }),
    );

  it('sends a file once its hash is there, although the chord came before it', async () => {
    await screen.press({ code: 'KeyN', key: 'N', shiftKey: true });
    const input = field('文件');
    let finish: (bytes: ArrayBuffer) => void = () => undefined;
    const file = new File(['a picture'], '现场.jpg', { type: 'image/jpeg' });
    Object.defineProperty(file, 'arrayBuffer', {
      value: () =>
        new Promise<ArrayBuffer>((resolve) => {
          finish = resolve;
        }),
    });
    Object.defineProperty(input, 'files', { value: [file], configurable: true });
    input.dispatchEvent(new Event('change'));
    await ctrlEnter();
    await ctrlEnter();
    expect(submitted()).toEqual([]);
    expect(text()).toContain('正在备好');
    finish(new TextEncoder().encode('a picture').buffer);
    await screen.settle();
    expect(submitted()).toMatchObject([{ kind: 'case.attach', args: { name: '现场.jpg' } }]);
    expect(screen.root.querySelector('form')).toBeNull();
  });

  it('names what is missing and puts the hand there', async () => {
    await screen.press({ code: 'KeyN', key: 'N', shiftKey: true });
    (document.activeElement as HTMLElement).blur();
    await ctrlEnter();
    field('文件').closest('form')?.querySelector('button')?.focus();
    enter(field('文件'), true);
    await screen.settle();
    expect(screen.root.querySelector('[role="alert"]')?.textContent).toContain('还差 文件');
    expect(document.activeElement).toBe(field('文件'));
    expect(submitted()).toEqual([]);
  });

  it('takes the first answer when Enter came before it, and Ctrl+Enter waits for it', async () => {
    await screen.press({ code: 'KeyD', key: 'D', shiftKey: true });
    typeIn(field('单位'), '燃气');
    typeIn(field('理由'), '气味浓');
    await Promise.resolve();
    enter(field('单位'), false);
    enter(field('单位'), true);
    await screen.settle();
    expect(submitted()).toMatchObject([{ kind: 'assign.add', args: { reason: '气味浓' } }]);
  });

  it('says so when a name stands there that was not chosen from the list', async () => {
    await screen.press({ code: 'KeyR', key: 'r' });
    typeIn(field('建议改派'), '某个单位');
    typeIn(field('内容'), '不归我管');
    await screen.settle();
    enter(field('内容'), true);
    await screen.settle();
    expect(text()).toContain('从列表中选一个');
    expect(submitted()).toEqual([]);
  });

  it.each([
    ['', '排水养护三队'],
    ['燃气', '燃气'],
  ])('fills a dispatch when its proposals come, and never over %j', async (typed, shown) => {
    let isThere = false;
    await remount((script) => {
      const answer = script.calls['unit.propose'];
      script.calls['unit.propose'] = (input) =>
        isThere && answer !== undefined ? answer(input) : { units: [] };
    });
    await keys(...Array.from({ length: 7 }, () => 'KeyJ'));
    await keys('KeyD');
    typeIn(field('单位'), typed);
    await screen.settle();
    isThere = true;
    host.refresh('caseFile');
    await screen.settle();
    expect(field('单位').value).toBe(shown);
    expect(submitted()).toEqual([]);
  });
});

describe('another list', () => {
  /** Filter 2 shows the cases from the eighth on, filter 3 none. */
  async function remount(): Promise<void> {
    screen.unmount();
    const script = deskScript({ now: NOW });
    const none = deskScript({ now: NOW, empty: true }).views.board;
    const full = script.views.board;
    script.views.board = (params) => {
      const second = params.filter === filtersFor('district')[1];
      const third = params.filter === filtersFor('district')[2] || params.text === NOWHERE;
      const window = (third ? none : full)?.({ ...params, from: second ? 7 : params.from });
      if (window === undefined || 'error' in window) throw new Error('no board');
      return { ...window, from: params.from };
    };
    host = createScriptedHost(script);
    screen = mountScreen(host, Desk);
    await screen.settle();
  }
  const marked = (): string | undefined =>
    screen.root
      .querySelector('[role="row"][aria-selected="true"]')
      ?.querySelectorAll('[role="gridcell"]')[2]
      ?.textContent.trim();

  it('takes its first case where the one before is not in it, and acts on that', async () => {
    await remount();
    await keys('Digit2');
    expect(marked()).toBe('DC261121-1093');
    await keys('KeyD');
    expect(submitted()).toMatchObject([{ kind: 'case.dispatch', caseId: 'case-7' }]);
  });

  it('keeps the case that is in both', async () => {
    await remount();
    await keys(...Array.from({ length: 8 }, () => 'KeyJ'));
    await keys('Digit2');
    expect(marked()).toBe('DC261121-1092');
  });

  it('has no case where it is empty, so that no key acts on one', async () => {
    await remount();
    await keys('Digit3', 'KeyS', 'KeyD', 'KeyN');
    expect(useSelectionStore().caseId).toBeNull();
    expect(screen.root.querySelector('form')).toBeNull();
    expect(submitted()).toEqual([]);
    await keys('Digit1');
    expect(marked()).toBe('DC261121-1100');
  });

  it('names the words that nothing has, and Esc takes them away', async () => {
    await remount();
    await screen.press({ code: 'KeyF', key: 'f', ctrlKey: true });
    const field = document.activeElement as HTMLInputElement;
    field.value = NOWHERE;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await expect.poll(text).toContain(`“我的待办”里没有含“${NOWHERE}”的案件`);
    expect(text()).not.toContain('没有等我处理的案件');
    await keys('Escape');
    expect(field.value).toBe('');
    await expect.poll(marked).toBe('DC261121-1100');
    await keys('Escape');
    expect(document.activeElement?.getAttribute('role')).toBe('grid');
  });
});

describe('the list under live change', () => {
  it('keeps its rows in place while it has the focus, and lets them in by 0', async () => {
    const before = numbers();
    const board = deskScript({ now: NOW, empty: true }).views.board;
    const full = deskScript({ now: NOW }).views.board;
    let isEmpty = true;
    screen.unmount();
    const script = deskScript({ now: NOW });
    script.views.board = (params) =>
      (isEmpty ? full : board)?.(params) ?? { error: { code: 'link/unknown-call' } };
    host = createScriptedHost(script);
    screen = mountScreen(host, Desk);
    await screen.settle();
    isEmpty = false;
    host.refresh('board');
    await screen.settle();
    expect(numbers()).toEqual(before);
    expect(text()).toContain('条新');
    expect(text()).toContain('已移出');
    await keys('Digit0');
    expect(numbers()).toEqual([]);
    expect(text()).toContain('没有等我处理的案件');
  });

  it('says when the case that the keys mean has left it, and J goes to the one in its place', async () => {
    screen.unmount();
    const script = deskScript({ now: NOW });
    const full = script.views.board;
    let isSent = false;
    script.views.board = (params) => {
      const window = full?.(params);
      if (window === undefined || 'error' in window) throw new Error('no board');
      if (!isSent) return window;
      const rows = window.rows.filter((row) => row.caseId !== 'case-1');
      return { ...window, rows, total: window.total - 1 };
    };
    host = createScriptedHost(script);
    screen = mountScreen(host, Desk);
    await screen.settle();
    await keys('KeyJ');
    expect(text()).not.toContain('此案不在列表里');
    // The focus is in the file, as with a form that was just sent: the row goes at once.
    (document.activeElement as HTMLElement).blur();
    isSent = true;
    host.refresh('board');
    const selected = (): Element | null =>
      screen.root.querySelector('[role="row"][aria-selected="true"]');
    await expect.poll(selected, { timeout: 10_000 }).toBeNull();
    expect(useSelectionStore().caseId).toBe('case-1');
    expect(text()).toContain('此案不在列表里');
    await keys('KeyJ');
    expect(useSelectionStore().caseId).toBe('case-2');
    expect(text()).not.toContain('此案不在列表里');
  });
});
