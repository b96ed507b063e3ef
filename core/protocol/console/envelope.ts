import * as v from 'valibot';

/** Raised by every change of the contract; its history, one line each. */
export const CONSOLE_PROTOCOL_VERSION = 1;
// 1  the main job (issue 2)

const Id = v.pipe(v.number(), v.integer(), v.minValue(1));

/** Page → host. `call` asks once; `watch` opens a view that streams until `unwatch`. */
export const ClientMessage = v.variant('kind', [
  v.object({
    kind: v.literal('hello'),
    version: v.number(),
    body: v.picklist(['console', 'wall']),
  }),
  v.object({ kind: v.literal('call'), id: Id, name: v.string(), input: v.unknown() }),
  v.object({ kind: v.literal('watch'), id: Id, name: v.string(), params: v.unknown() }),
  v.object({ kind: v.literal('rewatch'), id: Id, params: v.unknown() }),
  v.object({ kind: v.literal('unwatch'), id: Id }),
]);
export type ClientMessage = v.InferOutput<typeof ClientMessage>;

export const WireError = v.object({
  code: v.string(),
  details: v.optional(
    v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.null()])),
  ),
});
/** What crosses a border instead of a message: a code and what its sentence needs. */
export type WireError = v.InferOutput<typeof WireError>;

/** Host → page. A view's frames are numbered from 1; on a gap the client watches again. */
export const HostMessage = v.variant('kind', [
  v.object({
    kind: v.literal('welcome'),
    version: v.number(),
    minVersion: v.number(),
    program: v.string(),
  }),
  v.object({ kind: v.literal('reply'), id: Id, ok: v.literal(true), value: v.unknown() }),
  v.object({ kind: v.literal('error'), id: Id, error: WireError }),
  v.object({ kind: v.literal('snapshot'), id: Id, seq: v.number(), value: v.unknown() }),
  v.object({ kind: v.literal('delta'), id: Id, seq: v.number(), value: v.unknown() }),
]);
export type HostMessage = v.InferOutput<typeof HostMessage>;
