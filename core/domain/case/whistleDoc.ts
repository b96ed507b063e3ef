import type { EpochMs } from '../../kernel/time.ts';
import type { Wgs84Point } from '../area/point.ts';
import type { CaseId, HolderScope, OpId, PersonId, UnitId } from '../operation/identity.ts';
import type { Mark, WhistleKind } from '../operation/whistleArgs.ts';

/** What the street thinks of a department: 报到效率, 配合度, 专业性, 担当意识. */
export type WhistleScore = {
  readonly efficiency: Mark;
  readonly cooperation: Mark;
  readonly skill: Mark;
  readonly ownership: Mark;
  readonly comment: string;
  readonly by: PersonId;
  readonly at: EpochMs;
};

/** One unit that a whistle asks for. */
export type CalledUnit = {
  /** Absent while it waits for the filing. */
  readonly calledAt?: EpochMs;
  readonly respondedAt?: EpochMs;
  readonly person?: string;
  readonly point?: Wgs84Point;
  readonly resultAt?: EpochMs;
  readonly result?: string;
  readonly score?: WhistleScore;
  readonly degree?: { readonly mark: Mark; readonly by: PersonId; readonly at: EpochMs };
};

/** 哨. It is open until it was checked or its filing was refused, or its case has ended without that. */
export type Whistle = {
  readonly id: OpId;
  readonly item: string;
  readonly dictVersion: string;
  readonly standards: readonly string[];
  readonly kind: WhistleKind;
  readonly round: number;
  readonly by: PersonId;
  /** Whose whistle it is: it marks the departments. */
  readonly street: HolderScope;
  /** Every limit of it starts here, whenever it is filed. */
  readonly openedAt: EpochMs;
  readonly filing: 'pending' | 'accepted' | 'refused';
  readonly filedAt?: EpochMs;
  readonly filedBy?: PersonId;
  readonly fileReason?: string;
  readonly units: Readonly<Record<UnitId, CalledUnit>>;
  readonly endedAt?: EpochMs;
  readonly checkReason?: string;
  /** How often the district did not let the results pass. */
  readonly sentBack?: number;
  /** Who closed the case before there was a whistle. */
  readonly closeAtBefore: 'holder' | 'district';
  /** Whistles of other cases that are one with it (rule 12), by their cases. */
  readonly twins?: Readonly<Record<CaseId, OpId>>;
};

/** What one case tells another of the whistle that both have. */
export type TwinWhistle = Pick<
  Whistle,
  | 'id'
  | 'item'
  | 'openedAt'
  | 'filing'
  | 'filedAt'
  | 'filedBy'
  | 'fileReason'
  | 'units'
  | 'sentBack'
>;
