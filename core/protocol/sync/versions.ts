/*
 * Protocol numbers of the wire between console, station and district, one line each. What is added to the wire raises the
 * number with the release that has it; docs/protocol.md says what each side must keep.
 * 1  the main job (issue 2); recorded in tests/contract/wire/protocol-1.json
 * 2  the same frames over HTTP, agreed versions, a station's line, what is unknown is kept (issue 3)
 */
export const SYNC_PROTOCOL = 2;
/** Two releases back are served, as far as there were any. */
export const SYNC_PROTOCOL_MIN = Math.max(1, SYNC_PROTOCOL - 2);

/** What a program speaks: this protocol, and those back to the least. */
export type Protocols = { readonly protocol: number; readonly minProtocol: number };

export const PROTOCOLS: Protocols = { protocol: SYNC_PROTOCOL, minProtocol: SYNC_PROTOCOL_MIN };

export type Agreement =
  | { readonly kind: 'agreed'; readonly protocol: number }
  /** The other side is older than this one takes, or newer than it can be understood by. */
  | { readonly kind: 'older' }
  | { readonly kind: 'newer' };

/** The newest that both speak. */
export function agreement(ours: Protocols, theirs: Protocols): Agreement {
  if (theirs.protocol < ours.minProtocol) return { kind: 'older' };
  if (theirs.minProtocol > ours.protocol) return { kind: 'newer' };
  return { kind: 'agreed', protocol: Math.min(ours.protocol, theirs.protocol) };
}
