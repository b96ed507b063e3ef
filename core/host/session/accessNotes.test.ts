import { describe, expect, it } from 'vitest';
import { err, ok } from '#core/kernel/result.ts';
import type { Submit } from '../commandBus.ts';
import { AccessNotes, SAME_LOOK_MS } from './accessNotes.ts';

function notes(isWritable: () => boolean = () => true) {
  const written: unknown[] = [];
  let now = 1_000_000;
  const door = new AccessNotes({
    clock: { mono: () => now },
    submit: ({ kind, caseId, args }: Submit) => {
      if (!isWritable()) return Promise.resolve(err({ code: 'storage/full' }));
      written.push({ kind, caseId, args });
      return Promise.resolve(ok({}));
    },
  });
  const pass = (ms: number): number => (now += ms);
  return { door, written, pass };
}
const LOOK = { person: 'p1', caseId: 'c1', what: 'number', why: '' } as const;

describe('notes of who looked', () => {
  it('are acts about no case, with the case in what they say', async () => {
    const { door, written } = notes();
    expect(await door.note({ ...LOOK, why: '回访' })).toEqual(ok(null));
    const args = { what: 'number', case: 'c1', why: '回访' };
    expect(written).toEqual([{ kind: 'access.note', caseId: null, args }]);
  });

  it('are one for the same person, case and thing within ten minutes, also at the same moment', async () => {
    const { door, written, pass } = notes();
    await Promise.all([door.note(LOOK), door.note(LOOK)]);
    pass(SAME_LOOK_MS - 1);
    await door.note(LOOK);
    expect(written).toHaveLength(1);
    pass(1);
    await door.note(LOOK);
    expect(written).toHaveLength(2);
  });

  it('are one each for another person, case or thing', async () => {
    const { door, written } = notes();
    for (const other of [{}, { person: 'p2' }, { caseId: 'c2' }, { what: 'print' as const }]) {
      await door.note({ ...LOOK, ...other });
    }
    expect(written).toHaveLength(4);
  });

  it('that could not be written are said, and tried again at the next look', async () => {
    let isWritable = false;
    const { door, written } = notes(() => isWritable);
    expect(await door.note(LOOK)).toEqual(err({ code: 'storage/full' }));
    isWritable = true;
    expect(await door.note(LOOK)).toEqual(ok(null));
    expect(written).toHaveLength(1);
  });
});
