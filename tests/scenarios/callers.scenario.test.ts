import { afterEach, describe, expect, it } from 'vitest';
import { Town } from '#tests/support/town.ts';

let town: Town;
afterEach(() => town.close());

describe('at the telephone', () => {
  it('[R3-20] the ready answers of the catalogue are there to be read out', async () => {
    town = await Town.start([{ name: 'hall', scope: 'district', login: 'opd' }]);
    const names = await town.desk('hall').call('ref.names', {});
    expect(names).toMatchObject({
      ok: true,
      value: {
        answers: [{ id: 'a1', title: '停水', text: '看通知', basis: '样例', closes: false }],
      },
    });
  });

  it('keeps the name of a caller who gave no number, and takes him for nobody else', async () => {
    town = await Town.start([{ name: 'hall', scope: 'district', login: 'opd' }]);
    const hall = town.desk('hall');
    const seal = (name: string): ReturnType<typeof hall.call<'caller.seal'>> =>
      hall.call('caller.seal', { number: '', name, kind: 'person', confidential: false });
    const [one, two] = [await seal('张三'), await seal('李四')];
    if (!one.ok || !two.ok) throw new Error('not sealed');
    const caseId = await hall.creates({ caller: one.value.caller as never });
    expect(await hall.file(caseId)).toMatchObject({ callerNumber: null, callerName: '张**' });
    expect(await hall.opensCaller(caseId)).toEqual({ number: null, name: '张三' });
    await hall.does('caller.add', caseId, { caller: two.value.caller });
    await town.settles();
    const doc = await town.doc(caseId);
    expect([doc.caller, ...Object.values(doc.callers ?? {})]).toHaveLength(2);
  });
});
