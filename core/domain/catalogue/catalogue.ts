import type { Channel, IntakeCenter, Line, Seat } from './hall.ts';
import type { Community, KeyPersonKind, RoadChief, Street, WhistleItem } from './districtFacts.ts';
import type { Matter } from './matter.ts';
import type { StandardAnswer } from './standardAnswer.ts';
import type { Unit } from './unit.ts';

/**
 * Everything of a profile that screens and rules look up, as one versioned document. People stand in a
 * document of their own (people.ts), because not every reader may have them.
 */
export type Catalogue = {
  readonly kind: 'shaotai-catalogue';
  readonly profile: string;
  /** Stored in a case as `dictVersion` and `standardVersion`. */
  readonly version: string;
  readonly isSample: boolean;
  readonly districtName: { readonly zh: string; readonly en: string };
  readonly districtCode: string;
  readonly originLetters: string;
  readonly calendarVersion: string;
  readonly streets: readonly Street[];
  readonly communities: readonly Community[];
  readonly intakeCenters: readonly IntakeCenter[];
  readonly units: readonly Unit[];
  readonly matters: readonly Matter[];
  readonly channels: readonly Channel[];
  readonly lines: readonly Line[];
  readonly seats: readonly Seat[];
  readonly whistleItems: readonly WhistleItem[];
  readonly roadChiefs: readonly RoadChief[];
  readonly keyPersonKinds: readonly KeyPersonKind[];
  /** Absent in catalogues written before there were any. */
  readonly answers?: readonly StandardAnswer[];
};
