import type { CallerRef } from '../../domain/operation/args.ts';
import type { RandomBytes } from '../../kernel/ids.ts';
import type { Rng } from '../../kernel/rng.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { conditionOf } from '../history/matterPicker.ts';
import { answeredCase, callerCase } from '../history/planCases.ts';
import type { CaseScript } from '../history/plannedOp.ts';
import { chance } from '../history/sampling.ts';
import type { World } from '../history/world.ts';
import type { EndedTalk } from './hallWork.ts';

export type NoteTools = {
  readonly world: World;
  readonly rng: Rng;
  readonly random: RandomBytes;
  readonly callerOf: (number: string) => CallerRef;
};

/** Of the calls that are answered, those answered at once, and of the others those for a street. */
const ANSWERED_SHARE = 0.8;
const STREET_SHARE = 0.4;
const WITH_PLACE_SHARE = 0.3;

/** What an operator writes down after a talk, and what will follow from it. */
export function noteOf(talk: EndedTalk, at: EpochMs, tools: NoteTools): CaseScript | null {
  const { world, rng } = tools;
  if (talk.number === null) return null;
  const caller = {
    ref: tools.callerOf(talk.number),
    author: { scope: 'district' as const, actor: talk.person, seat: talk.seat },
    callId: talk.callId,
  };
  const plan = { ...tools, caseNo: () => null };
  if (chance(rng, ANSWERED_SHARE)) {
    const where = chance(rng, WITH_PLACE_SHARE) ? world.wheres.hotline(rng) : null;
    return answeredCase({ at, where, matter: world.matters.answered(rng), caller }, plan);
  }
  const level = chance(rng, STREET_SHARE) ? 'street' : 'district';
  const matter =
    level === 'street' ? world.matters.callStreet(rng) : world.matters.callDistrict(rng);
  const condition = conditionOf(matter, rng);
  const where = world.wheres.hotline(rng);
  return callerCase({ at, where, matter, condition, caller, channel: 'hotline' }, level, plan);
}
