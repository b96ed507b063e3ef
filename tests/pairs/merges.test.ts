import { describe, expect, it } from 'vitest';
import { EAST } from '#core/domain/case/caseBuilders.ts';
import type { Decision } from '#core/domain/operation/decision.ts';
import { ACTS, type ActName, CASES, ID, openTown, type Town, type Which, wordsOf } from './town.ts';

/**
 * Rules 16 to 19 of sync.md 5, read off that page by hand, row by row. A was decided first, B's author had seen
 * none of A. K was made before L, L before M. Nothing here was recorded from the code.
 *
 * rule | given | outcome of B, rule named | stages of K L M after | default in force, at the case | A // B
 */
const TABLE = `
# 16: K closed as duplicate of L, its evidence with L.
16 | K dispatch; K sign; K attach; K done; K check passed | applied 16 | merged to_dispatch to_dispatch | - | K close // K into L
16 | K dispatch; K sign; K attach; K done; K check passed | merged 16 | merged to_dispatch to_dispatch | - | K into L // K close
# 17: K stays alive if it has a unit or a response; else both closed, both callers called back.
17 | L dispatch; L sign; L done; L check passed | adjusted 17 | closed closed to_dispatch | - | L close // K into L
17 | L dispatch; L sign; L done; L check passed | applied 17 | closed closed to_dispatch | - | K into L // L close
17 | L dispatch; L sign; L done; L check passed | conflict 17 | dispatched closed to_dispatch | apart K | K dispatch; L close // K into L
17 | L dispatch; L sign; L done; L check passed; K dispatch; K sign; K done | conflict 17 | handled closed to_dispatch | apart K | L close // K into L
17 | L dispatch; L sign; L done; L check passed; K dispatch; K sign; K done | conflict 17 | handled closed to_dispatch | apart L | K into L // L close
# 18: one merge; the case that was accepted earlier goes on.
18 | - | applied 18 | to_dispatch merged to_dispatch | - | K into L // L into K
18 | - | merged 18 | to_dispatch merged to_dispatch | - | L into K // K into L
18 | - | merged 18 | to_dispatch to_dispatch merged | - | M into L // L into M
18 | - | applied 18 | to_dispatch to_dispatch merged | - | L into M // M into L
# 19: the first stands; L and M are offered as having to do with each other.
19 | - | conflict 19 | merged to_dispatch to_dispatch | first K | K into L // K into M
19 | - | conflict 19 | merged to_dispatch to_dispatch | first K | K into M // K into L
# The same merge twice is one.
37 | - | merged 37 | merged to_dispatch to_dispatch | - | K into L // K into L
# Legal after the other: both, in decided order; else a decision is superseded, a fact is kept.
37 | - | conflict 37 | merged to_dispatch to_dispatch | first K | K into L // K dispatch
37 | - | conflict 37 | dispatched to_dispatch to_dispatch | first K | K dispatch // K into L
37 | - | applied - | merged to_dispatch to_dispatch | - | K into L // K note
37 | - | applied - | merged dispatched to_dispatch | - | K into L // L dispatch
37 | - | applied - | merged dispatched to_dispatch | - | L dispatch // K into L
37 | - | conflict 37 | to_dispatch merged to_dispatch | first K | L into M // K into L
37 | - | applied - | merged merged to_dispatch | - | K into L // L into M
# The hold is looked at as it was seen: a case that was sent away meanwhile is merged all the same.
37 | - | applied - | merged to_dispatch to_dispatch | - | K send west // K into L
37 | - | applied - | merged to_dispatch to_dispatch | - | L send west // K into L
`;

type Said = { readonly at: Which; readonly name: ActName };
type Row = {
  readonly line: string;
  readonly given: readonly Said[];
  readonly after: string;
  readonly stages: string;
  readonly standing: string;
  readonly a: readonly Said[];
  readonly b: Said;
};

function said(text: string): Said {
  const [at, name] = [text.slice(0, 1), text.slice(2)];
  if (!CASES.includes(at as Which) || !Object.hasOwn(ACTS, name)) throw new Error(`? ${text}`);
  return { at: at as Which, name: name as ActName };
}

function list(text: string): Said[] {
  return text === '-' ? [] : text.split('; ').map(said);
}

const rows: readonly Row[] = TABLE.split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line): Row => {
    const [, given = '', after = '', stages = '', standing = '', meeting = ''] = line.split(' | ');
    const [a = '', b = ''] = meeting.split(' // ');
    return { line, given: list(given), after, stages, standing, a: list(a), b: said(b) };
  });

type Played = { readonly town: Town; readonly last: Decision };

function play({ given, a, b }: Pick<Row, 'given' | 'a' | 'b'>): Played {
  const town = openTown();
  for (const { at, name } of given) take(town.say(at, wordsOf(name, town.hub(at), 3)), name);
  const seen = town.seen();
  const meant = wordsOf(b.name, town.hub(b.at), 2);
  for (const { at, name } of a) take(town.say(at, wordsOf(name, town.hub(at), 1)), name);
  return { town, last: town.say(b.at, meant, seen) };
}

function take(decision: Decision, name: string): void {
  expect(`${name}: ${decision.outcome}`).toBe(`${name}: applied`);
}

function played(b: string, a: string, given = '-'): Played {
  return play({ given: list(given), a: list(a), b: said(b) });
}

function standingOf({ hub }: Town): string {
  const open = CASES.flatMap((which) =>
    Object.values(hub(which).doc().conflicts ?? {}).map((one) => `${one.default} ${which}`),
  );
  return open.join(', ') || '-';
}

const HANDLED = 'K dispatch; K sign; K attach; K done; K check passed';
const CLOSING = 'L dispatch; L sign; L done; L check passed';

describe('merges', () => {
  it.each(rows)('$line', (row) => {
    const { town, last } = play(row);
    expect({
      after: `${last.outcome} ${last.rule ?? '-'}`,
      stages: CASES.map((which) => town.hub(which).doc().stage).join(' '),
      standing: standingOf(town),
    }).toEqual({ after: row.after, stages: row.stages, standing: row.standing });
  });

  it('raise each of the two by one version for each decided act, and agree on who took in whom', () => {
    for (const row of rows) {
      const { town } = play(row);
      for (const which of CASES) {
        const doc = town.hub(which).doc();
        expect(
          town
            .hub(which)
            .log()
            .map((one) => one.ver),
        ).toEqual(Array.from({ length: doc.ver }, (_, i) => i + 1));
        for (const [id, into] of taken(town, which)) expect([id, into]).toEqual([id, ID[which]]);
        if (doc.stage !== 'merged') continue;
        const there = CASES.find((one) => ID[one] === doc.mergedInto) ?? 'K';
        expect(town.hub(there).doc().absorbed?.[ID[which]]).toBeDefined();
      }
    }
  });

  it('rule 16 leaves the evidence and the caller with the other case, in either order', () => {
    for (const [a, b] of [
      ['K close', 'K into L'],
      ['K into L', 'K close'],
    ] as const) {
      const { town } = played(b, a, HANDLED);
      const other = town.hub('L').doc();
      expect(Object.keys(other.attachments ?? {})).toEqual(['a'.repeat(64)]);
      expect(Object.keys(other.callers ?? {})).toEqual(['0'.repeat(64)]);
      expect(town.hub('K').doc()).toMatchObject({ closeKind: 'duplicate', mergedInto: ID.L });
      expect(town.hub('K').doc().callbackDueAt).toBeUndefined();
    }
  });

  it('rule 17 calls back both callers where nobody had been sent, in either order', () => {
    for (const [a, b] of [
      ['L close', 'K into L'],
      ['K into L', 'L close'],
    ] as const) {
      const { town } = played(b, a, CLOSING);
      for (const which of ['K', 'L'] as const) {
        expect(town.hub(which).doc().callbackDueAt).toBeTypeOf('number');
      }
      expect(town.hub('K').doc()).toMatchObject({ closeKind: 'duplicate', mergedInto: ID.L });
    }
  });

  it('rule 17 closes it with the other when a person chooses so, whichever case asks him', () => {
    const responded = `${CLOSING}; K dispatch; K sign; K done`;
    for (const [a, b, at] of [
      ['L close', 'K into L', 'K'],
      ['K into L', 'L close', 'L'],
    ] as const) {
      const { town } = played(b, a, responded);
      const conflict = Object.keys(town.hub(at).doc().conflicts ?? {})[0] ?? '';
      const args = { conflict, option: 'closed', note: '' };
      const chosen = town.say(at, { by: `dispatcher1@${EAST}`, kind: 'conflict.resolve', args });
      expect(chosen.outcome).toBe('applied');
      expect(town.hub('K').doc()).toMatchObject({ stage: 'closed', mergedInto: ID.L });
      expect(town.hub('K').doc().callbackDueAt).toBeTypeOf('number');
    }
  });

  it('rule 19 brings no two cases into each other, whatever was merged before', () => {
    // L is part of K, K of M; whoever merges K into L has seen neither, and a person sides with him.
    const { town } = played('K into L', 'L into K; K into M');
    const conflict = Object.keys(town.hub('K').doc().conflicts ?? {})[0] ?? '';
    const args = { conflict, option: 'second', note: '' };
    town.say('K', { by: `dispatcher1@${EAST}`, kind: 'conflict.resolve', args });
    expect(CASES.map((which) => town.hub(which).doc().stage)).toEqual([
      'merged',
      'to_dispatch',
      'to_dispatch',
    ]);
    expect(town.hub('K').doc()).toMatchObject({ mergedInto: ID.L, absorbed: {} });
    expect(town.hub('L').doc().absorbed?.[ID.K]).toBeDefined();
    expect(town.hub('M').doc().absorbed).toEqual({});
  });

  it('rule 18 tells both authors', () => {
    const { last } = played('L into K', 'K into L');
    const told = last.effects.notices.filter((one) => one.code === 'merged-alike');
    expect(told.map((one) => one.to)).toEqual([`dispatcher2@${EAST}`, `dispatcher1@${EAST}`]);
  });

  it('rule 19 offers the two as repeats, and lets a person choose the other', () => {
    const { town } = played('K into M', 'K into L');
    expect(town.hub('L').doc().links?.[ID.M]?.as).toBe('repeat');
    expect(town.hub('M').doc().links?.[ID.L]?.as).toBe('repeat');
    const conflict = Object.keys(town.hub('K').doc().conflicts ?? {})[0] ?? '';
    const args = { conflict, option: 'second', note: '' };
    town.say('K', { by: `dispatcher1@${EAST}`, kind: 'conflict.resolve', args });
    expect(town.hub('K').doc().mergedInto).toBe(ID.M);
    expect(town.hub('L').doc().absorbed).toEqual({});
    expect(town.hub('M').doc().absorbed?.[ID.K]).toBeDefined();
  });
});

function taken({ hub }: Town, which: Which): (readonly [string, string | undefined])[] {
  return Object.keys(hub(which).doc().absorbed ?? {}).map((id) => {
    const from = CASES.find((one) => ID[one] === id) ?? 'K';
    return [id, hub(from).doc().mergedInto];
  });
}
