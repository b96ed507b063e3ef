import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type {
  CaseRow,
  MatterCandidate,
  MatterRow,
  PlaceCandidate,
  UnitRow,
} from '#core/protocol/console/rows.ts';
import type { RefNames } from '#renderer/client/namesStore.ts';
import type { Messages } from '#renderer/i18n/useMessages.ts';

export type FieldName = keyof Messages['dispatch']['fields'];
export type FieldValue = string | boolean | readonly string[];
export type FormValues = Readonly<Partial<Record<FieldName, FieldValue>>>;

/** How a field is filled. `unit`, `units`, `matter`, `place` and `file` look things up; the others are plain. */
export type FieldControl =
  | 'text'
  | 'lines'
  | 'choice'
  | 'flag'
  | 'ticks'
  | 'time'
  | 'unit'
  | 'units'
  | 'matter'
  | 'place'
  | 'case'
  | 'file';

export type Option = { readonly value: string; readonly label: string };

export type Field = {
  readonly name: FieldName;
  readonly control: FieldControl;
  readonly required: boolean;
  /** Most characters of a text. */
  readonly max: number;
  readonly options: readonly Option[];
  /** Where they depend on what else was chosen. */
  readonly optionsBy?: (values: FormValues) => readonly Option[];
  readonly initial: FieldValue;
  /** Why not every option is here, and who has the others. */
  readonly note?: string;
  /** Shown only while this holds. */
  readonly when?: (values: FormValues) => boolean;
  /** Where `max` depends on what else was chosen. */
  readonly maxBy?: (values: FormValues) => number;
};

/** What a form was opened on. Everything in it is already here; nothing is fetched while building. */
export type ActContext = {
  readonly doc: CaseDoc;
  readonly names: Readonly<Record<string, string>>;
  readonly matter: MatterRow | null;
  /** The matter looked up in the form that is open. */
  readonly chosen?: MatterRow | null;
  readonly scopes: readonly Option[];
  /** 吹哨事项. */
  readonly whistles?: RefNames['whistles'];
  readonly m: Messages;
  /** The person works for the unit itself; everybody else records on its behalf. */
  readonly isUnit: boolean;
  /** The person decides what is less urgent; everybody may say that it is more. */
  readonly mayLower: boolean;
  readonly now: number;
  /** What may be taken back, the newest first. */
  readonly undoable: readonly Option[];
  /** Name of a scope, as the screen says it. */
  readonly scopeName: (scope: string) => string;
  /** A day in the profile's zone, in words. */
  readonly day: (at: number) => string;
};

/** What a person looked up, by field: a unit, a place, a chosen file. */
export type Picks = {
  readonly unit?: UnitRow;
  readonly proposedUnit?: UnitRow;
  readonly newUnit?: UnitRow;
  readonly leadUnit?: UnitRow;
  readonly assistUnits?: readonly UnitRow[];
  readonly other?: CaseRow;
  readonly matter?: MatterCandidate;
  readonly place?: PlaceCandidate;
  readonly file?: {
    readonly sha256: string;
    readonly name: string;
    readonly bytes: number;
    readonly takenAt: number | null;
  };
  /** Fields where a name was typed and nothing chosen: never dropped in silence. */
  readonly loose?: Readonly<Partial<Record<FieldName, boolean>>>;
};

export const TEXT_MOST = 4_000;
export const LINE_MOST = 200;

export function text(name: FieldName, given: Partial<Field> = {}): Field {
  return {
    name,
    control: 'text',
    required: true,
    max: LINE_MOST,
    options: [],
    initial: '',
    ...given,
  };
}

export function lines(name: FieldName, given: Partial<Field> = {}): Field {
  return text(name, { control: 'lines', max: TEXT_MOST, ...given });
}

export function choice(
  name: FieldName,
  options: readonly Option[],
  given: Partial<Field> = {},
): Field {
  return text(name, { control: 'choice', options, ...given });
}

/** Options from a table of words, in its order. */
export function optionsOf(words: Readonly<Record<string, string>>): readonly Option[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}
