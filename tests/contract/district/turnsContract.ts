import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { District } from '#core/district/openDistrict.ts';
import type { Push, PushAnswer } from '#core/district/push.ts';
import type { AnyOperation } from '#core/domain/operation/operation.ts';
import { GENESIS_HASH } from '#core/domain/operation/operationHash.ts';
import { caseAt, decidedBy } from '#tests/support/decidedBy.ts';
import { HeldCommits } from '#tests/support/heldCommits.ts';
import { Author, STREET_A, creation, newCaseId, smallPlace } from '#tests/support/smallDistrict.ts';
import type { Place } from '#tests/support/smallDistrict.ts';

type Decided = Extract<PushAnswer, { readonly kind: 'decided' }>;

/** What every district promises of a turn that is decided while the one before it is on its way (docs/adr/0026). */
export function describeTurns(name: string, open: (place: Place) => Promise<District>): void {
  describe(`turns of a district on ${name}`, () => {
    let place: Place;
    let district: District;
    let hall: Author;
    let desk: Author;
    let street: Author;
    let caseId = '';
    let commits: HeldCommits;

    beforeEach(async () => {
      place = await smallPlace();
      district = await open(place);
      hall = new Author('hall', 'district', place.clock);
      desk = new Author('desk', 'district', place.clock);
      street = new Author('a', `street:${STREET_A}`, place.clock);
      for (const author of [hall, desk, street]) await author.enrol(district);
      caseId = newCaseId();
      const args = creation({ next: 'file' });
      await decidedBy(
        district,
        hall.batch([hall.make({ kind: 'case.create', caseId, args, by: 'opd' })]),
      );
      commits = new HeldCommits(district.store);
    });
    afterEach(async () => {
      commits.letAll();
      await district.close();
      await place.remove();
    });

    const note = (author: Author, own = 0): AnyOperation => {
      const args = { text: 'x', public: false };
      const by = author === hall ? 'opd' : 'dia';
      return author.make({ kind: 'case.note', caseId, args, by, seen: [1, own] });
    };
    const push = (name: string, from: Push): Promise<PushAnswer> =>
      commits.told(name, district.core.push(from));

    it('decides a turn on top of the one on its way, and tells each after its own commit', async () => {
      commits.hold();
      const first = push('first', hall.batch([note(hall)]));
      await commits.begun(1);
      const second = push('second', hall.batch([note(hall, 1)]));
      const other = street.batch([note(street)]);
      const third = push('third', other);
      await commits.takenUp(other);
      commits.letAll();
      expect(await Promise.all([first, second, third])).toMatchObject([
        { decisions: [{ ver: 2 }] },
        { decisions: [{ ver: 3 }] },
        { decisions: [{ ver: 4 }] },
      ]);
      const inOrder = ['written 1', 'told first', 'written 2', 'told second', 'told third'];
      expect(commits.order(...inOrder)).toEqual(inOrder);
      const looked = [`asked ${other.ops[0]?.opId}`, 'written 1', 'begun 2'];
      expect(commits.order(...looked)).toEqual(looked);
      expect(await caseAt(district, caseId)).toMatchObject({ ver: 4 });
    });

    it('I-05: an act on top of one that its author had not seen meets it', async () => {
      const edit = (author: Author, by: string): Push => {
        const args = { field: 'title', from: '路面坑洼', to: by } as const;
        return author.batch([author.make({ kind: 'case.edit', caseId, args, by, seen: [1, 0] })]);
      };
      commits.hold();
      const first = push('first', edit(hall, 'opd'));
      await commits.begun(1);
      const other = edit(desk, 'did');
      const second = push('second', other);
      await commits.takenUp(other);
      await commits.whileAnyoneCouldDecide();
      commits.letAll();
      expect(await first).toMatchObject({ decisions: [{ ver: 2, outcome: 'applied' }] });
      const [met] = ((await second) as Extract<PushAnswer, { kind: 'decided' }>).decisions;
      expect(met?.ver).toBe(3);
      expect(met?.rule).toBe(7);
    });

    it('I-03: what is sent again while it is on its way gets its one decision, when that is written', async () => {
      commits.hold();
      const batch = hall.batch([note(hall)]);
      const first = push('first', batch);
      await commits.begun(1);
      const again = push('again', batch);
      const other = street.batch([note(street)]);
      const third = push('third', other);
      await commits.takenUp(other);
      commits.letAll();
      expect(await again).toEqual(await first);
      expect(await third).toMatchObject({ decisions: [{ ver: 3 }] });
      expect(commits.order('written 1', 'told again')).toEqual(['written 1', 'told again']);
      const entries = await district.store.log(0, 1_000);
      expect(entries.filter(({ op }) => op.opId === batch.ops[0]?.opId)).toHaveLength(1);
    });

    it('I-03: what is sent again under a new incarnation while it is on its way is not decided twice', async () => {
      commits.hold();
      const said = note(hall);
      const first = push('first', hall.batch([said]));
      await commits.begun(1);
      Object.assign(hall, { incarnation: 2, rseq: 0, hash: GENESIS_HASH });
      const { kind, args, actor: by, opId } = said;
      const renumbered = hall.make({
        kind,
        caseId,
        args,
        by,
        seen: [1, 0],
        over: { opId },
      } as never);
      const again = push('again', hall.batch([renumbered]));
      await commits.takenUp(hall.batch([renumbered]));
      commits.letAll();
      const [one] = ((await first) as Decided).decisions;
      const [same] = ((await again) as Decided).decisions;
      expect(same).toMatchObject({ serverSeq: one?.serverSeq, ver: 2, outcome: 'applied' });
      expect(commits.order('written 1', 'written 2', 'begun 3')).toEqual([
        'written 1',
        'written 2',
      ]);
      expect(await caseAt(district, caseId)).toMatchObject({ ver: 2 });
    });

    it('I-03, I-04: decides anew what was decided on top of a turn that is not taken', async () => {
      commits.hold(({ entries }) => entries.some(({ op }) => op.replica === street.replica));
      const lost = push('lost', street.batch([note(street)]));
      const lostFails = expect(lost).rejects.toThrow('not taken');
      await commits.begun(1);
      const batch = hall.batch([note(hall), note(hall, 1)]);
      const kept = push('kept', batch);
      await commits.takenUp(batch);
      commits.letAll();
      await lostFails;
      expect(await kept).toMatchObject({ decisions: [{ ver: 2 }, { ver: 3 }] });
      expect(await caseAt(district, caseId)).toMatchObject({ ver: 3 });
      const numbers = (await district.store.log(0, 1_000)).map(
        ({ decision }) => decision.serverSeq,
      );
      expect(numbers).toEqual(numbers.map((_, i) => i + 1));
      expect(commits.order('told lost', 'told kept')).toEqual(['told lost', 'told kept']);
      expect(await push('again', batch)).toEqual(await kept);
    });

    it('I-02: a turn that is taken after all comes before what its replica said on top of it', async () => {
      let tries = 0;
      commits.hold(() => {
        tries += 1;
        return tries === 1;
      });
      const first = push('first', hall.batch([note(hall)]));
      await commits.begun(1);
      const next = hall.batch([note(hall, 1)]);
      const second = push('second', next);
      await commits.takenUp(next);
      commits.letAll();
      expect(await Promise.all([first, second])).toMatchObject([
        { decisions: [{ ver: 2, outcome: 'applied' }] },
        { decisions: [{ ver: 3, outcome: 'applied' }] },
      ]);
      expect(tries).toBe(3);
    });

    it('I-14: gives and believes no number that is on its way with another case', async () => {
      const create = (caseNo: string | null): AnyOperation => {
        const args = creation({ next: 'file', caseNo });
        const act = { kind: 'case.create', caseId: newCaseId(), args, by: 'opd' } as const;
        return hall.make(caseNo === null ? { ...act, numberless: true } : act);
      };
      // Takes the range that the next ones are given of.
      await push('before', hall.batch([create(null)]));
      const own = hall.number();
      const [one, none, twice, another] = [create(own), create(null), create(own), create(null)];
      commits.hold();
      const first = push('first', hall.batch([one, none]));
      await commits.begun(2);
      const onTop = hall.batch([twice, another]);
      const second = push('second', onTop);
      await commits.takenUp(onTop);
      commits.letAll();
      expect(await first).toMatchObject({ decisions: [{ outcome: 'applied' }, {}] });
      const taken = { reason: { code: 'number/taken' } };
      expect(await second).toMatchObject({ decisions: [taken, { outcome: 'applied' }] });
      const ids = [one, none, twice, another].map(({ caseId }) => caseId ?? '');
      const given = (await district.store.cases(ids)).map(({ doc }) => doc.caseNo);
      expect(new Set(given).size).toBe(4);
      expect(given).toContain(own);
      expect(commits.order('written 2', 'written 3', 'begun 4')).toEqual([
        'written 2',
        'written 3',
      ]);
    });

    it('I-11: keeps a fact on a case whose making is deferred on its way, and refuses none', async () => {
      const made = newCaseId();
      const create = { kind: 'case.create', caseId: made, by: 'opd', over: { v: 2 } } as const;
      commits.hold();
      const args = creation({ next: 'file' });
      const first = push('first', hall.batch([hall.make({ ...create, args })]));
      await commits.begun(1);
      const text = { text: 'x', public: false };
      const said = {
        kind: 'case.note',
        caseId: made,
        args: text,
        by: 'opd',
        seen: [0, 1],
      } as const;
      const second = push('second', hall.batch([hall.make(said)]));
      await commits.whileAnyoneCouldDecide();
      commits.letAll();
      expect(await Promise.all([first, second])).toMatchObject([
        { decisions: [{ outcome: 'deferred' }] },
        { decisions: [{ outcome: 'deferred' }] },
      ]);
    });

    it('I-03: knows a record that is on its way: what is told twice is done once', async () => {
      const call = {
        callId: newCaseId(),
        line: 'l1',
        caller: null,
        seat: 's1',
        rangAt: 1,
        answeredAt: 2,
        endedAt: 3,
        outcome: 'answered',
        recording: null,
      } as const;
      const log = { kind: 'call.log', caseId: null, args: call, actor: 'telephony' } as const;
      commits.hold();
      const first = district.core.act([log]);
      await commits.begun(1);
      const second = district.core.act([log]);
      await commits.whileAnyoneCouldDecide();
      commits.letAll();
      const [[one], [twice]] = await Promise.all([first, second]);
      expect([one?.outcome, twice?.outcome]).toEqual(['applied', 'noop']);
    });

    it('I-25: decides nothing on top of a right that is given before that is written', async () => {
      const args = {
        person: 'dib',
        role: 'operator',
        scope: 'district',
        from: 0,
        to: null,
      } as const;
      const give = hall.make({ kind: 'grant.give', caseId: null, args, by: 'adm' });
      commits.hold();
      const given = push('given', { ...hall.batch([give]), person: 'adm' });
      await commits.begun(1);
      const create = { caseId: newCaseId(), args: creation({ next: 'file' }), by: 'dib' };
      const made = hall.batch([hall.make({ kind: 'case.create', ...create })]);
      const after = push('after', made);
      await commits.whileAnyoneCouldDecide();
      commits.letAll();
      expect(await Promise.all([given, after])).toMatchObject([
        { decisions: [{ outcome: 'applied' }] },
        { decisions: [{ outcome: 'applied' }] },
      ]);
      const looked = ['written 1', `asked ${made.ops[0]?.opId}`];
      expect(commits.order(...looked)).toEqual(looked);
    });
  });
}
