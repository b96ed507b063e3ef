import * as v from 'valibot';
import { BATCH_OPS_MAX, WireOperation } from './frames.ts';
import type { Protocols } from './versions.ts';
import { WireId } from '../wireId.ts';

/*
 * The line between a console and the station of its street, beside the one to the district: JSON text frames
 * over a WebSocket on `/street` (docs/adr/0022). Nothing that is said here is ever confirmed state.
 */

export const STREET_DOOR = '/street';
/** What a console signs here begins so, and nothing else that begins so is signed. */
export const STREET_NONCE = 'shaotai-street:';
/** The station says something at least so often, and is gone when it has said nothing for three times as long. */
export const STREET_BEAT_MS = 2_000;

const Int = v.pipe(v.number(), v.safeInteger());
const Num = v.pipe(v.number(), v.finite());

/** An author's clocks at the moment of sending. */
const SentAt = v.object({ wall: Num, mono: Num, boot: v.pipe(v.string(), v.maxLength(64)) });

const Acts = {
  ops: v.pipe(v.array(WireOperation), v.minLength(1), v.maxLength(BATCH_OPS_MAX)),
  /** Ed25519 over the last operation's hash, base64: the chain covers the rest. */
  sig: v.pipe(v.string(), v.maxLength(100)),
  sentAt: v.optional(SentAt),
};

export const StreetClientFrame = v.variant('f', [
  v.object({
    f: v.literal('hello'),
    /** What its program speaks: one number for all lines of a release. */
    protocol: Int,
    minProtocol: Int,
    device: WireId,
    replica: WireId,
    incarnation: Int,
    /** Ed25519 over the challenge's nonce, base64. */
    proof: v.pipe(v.string(), v.maxLength(100)),
  }),
  v.object({
    f: v.literal('acts'),
    ...Acts,
    /** To be shown and not brought: one of them counts only on its author's own line to the district. */
    isHeld: v.boolean(),
  }),
  /** Of what has to do with sticks, by the names of `STICK_ASKS`. */
  v.object({
    f: v.literal('ask'),
    id: Int,
    name: v.pipe(v.string(), v.maxLength(60)),
    input: v.record(v.string(), v.unknown()),
  }),
]);
export type StreetClientFrame = v.InferOutput<typeof StreetClientFrame>;
export type StreetActs = Extract<StreetClientFrame, { readonly f: 'acts' }>;

export type StreetDecision = {
  readonly opId: string;
  readonly ver: number | null;
  readonly outcome: string;
};

export type StreetServerFrame =
  | ({ readonly f: 'challenge'; readonly nonce: string } & Protocols)
  /** The agreed number; highest rseq of this incarnation that the station keeps or has brought to the district. */
  | { readonly f: 'welcome'; readonly protocol: number; readonly kept: number }
  /** Undecided acts of others, in the station's order; `isAll` when there are no more than these. */
  | { readonly f: 'acts'; readonly ops: readonly unknown[]; readonly isAll: boolean }
  | { readonly f: 'kept'; readonly upTo: number }
  /** What the district said of acts that were told here. */
  | { readonly f: 'decided'; readonly decisions: readonly StreetDecision[] }
  | { readonly f: 'answer'; readonly id: number; readonly ok: boolean; readonly value: unknown }
  /** Said at least every beat: whether the station reaches the district. */
  | { readonly f: 'line'; readonly isUp: boolean }
  /** Of `sync/version`: whether the `console` is `older` or `newer` than the station takes. */
  | {
      readonly f: 'refuse';
      readonly code: string;
      readonly details?: Readonly<Record<string, string | number>>;
    };

/** What a station asks of the district over its own line, by these names. */
export const STREET_ASKS = { devices: 'street.devices', bring: 'street.bring' } as const;

/** What a console asks of its station: its file for the district, and to take the answer to it. */
export const STICK_ASKS = { write: 'stick.write', take: 'stick.take' } as const;

/** Which history a file for the district counts in, and by which key its answers are known. */
export type DistrictMark = { readonly epoch: string; readonly headKey: string };

/** One batch of a console, brought by the station of its street. */
export const BroughtActs = v.object({
  device: WireId,
  replica: WireId,
  incarnation: Int,
  isHeld: v.boolean(),
  ...Acts,
});
export type BroughtActs = v.InferOutput<typeof BroughtActs>;

export function parseBrought(value: unknown): BroughtActs | null {
  const parsed = v.safeParse(BroughtActs, value);
  return parsed.success ? parsed.output : null;
}

/**
 * - `later`: something before it is missing, or its author must bring it himself.
 * - `refused`: the district will never take it.
 */
export type BroughtAnswer =
  | { readonly kind: 'decided'; readonly decisions: readonly StreetDecision[] }
  | { readonly kind: 'later' }
  | { readonly kind: 'refused'; readonly code: string };

const Named = v.object({
  devices: v.array(v.object({ device: WireId, replica: WireId, publicKey: v.string() })),
  district: v.optional(v.object({ epoch: v.string(), headKey: v.string() })),
});

/** What a district names to a station: null for what cannot be read. */
export function parseNamed(value: unknown): v.InferOutput<typeof Named> | null {
  const parsed = v.safeParse(Named, value);
  return parsed.success ? parsed.output : null;
}

const Brought = v.variant('kind', [
  v.object({
    kind: v.literal('decided'),
    decisions: v.array(v.object({ opId: v.string(), ver: v.nullable(Int), outcome: v.string() })),
  }),
  v.object({ kind: v.literal('later') }),
  v.object({ kind: v.literal('refused'), code: v.string() }),
]);

/** What a district answers to a batch that a station brought: null for what cannot be read. */
export function parseBroughtAnswer(value: unknown): BroughtAnswer | null {
  const parsed = v.safeParse(Brought, value);
  return parsed.success ? parsed.output : null;
}

export type StreetDevice = {
  readonly device: string;
  readonly replica: string;
  readonly publicKey: string;
};
