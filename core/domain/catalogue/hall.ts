import type { Biz, Discovery, Urgency } from '../operation/args.ts';
import type { SeatId } from '../operation/identity.ts';
import type { Bilingual } from './bilingual.ts';

/** Where a case can come from. `code` stands in `case.create.channel`. */
export type Channel = {
  readonly code: string;
  readonly name: Bilingual;
  readonly discovery: Discovery;
  readonly biz: Biz;
  readonly defaultUrgency: Urgency;
};

/** A dialled number that ends in the hall. */
export type Line = {
  readonly id: string;
  readonly number: string;
  readonly name: Bilingual;
  /** What the operator says first. */
  readonly greeting: Bilingual;
  /** Code of the matter class that is proposed, or null. */
  readonly defaultMatterCode: string | null;
  readonly channel: string;
};

/** A numbered place with a phone. Desks outside the hall have seats, too. */
export type Seat = {
  readonly id: SeatId;
  /** 1 to 56 in the hall; 0 for a desk elsewhere. */
  readonly number: number;
  readonly scope: 'district' | `street:${string}` | `intake:${string}`;
  readonly extension: string;
  readonly name: Bilingual;
};

/** Sub-centers that take calls: intake:1 to intake:4. */
export type IntakeCenter = {
  readonly scope: `intake:${string}`;
  readonly name: Bilingual;
  readonly originLetters: string;
};
