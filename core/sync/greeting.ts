import type { ClientFrame, ServerFrame } from '../protocol/sync/frames.ts';
import { PROTOCOLS, type Protocols } from '../protocol/sync/versions.ts';
import type { EnginePorts } from './syncPorts.ts';

type Hello = Extract<ClientFrame, { readonly f: 'hello' }>;
type Refusal = Pick<Extract<ServerFrame, { readonly f: 'refuse' }>, 'code' | 'details'>;
type Challenge = Extract<ServerFrame, { readonly f: 'challenge' }>;

export type Greeter = {
  readonly program: string;
  /** Feeds this console reads, at the time of the greeting. */
  readonly scopes: () => readonly string[];
  readonly session: () => string | null;
  /** Moved by tests alone: another release of this program. */
  readonly protocols?: Protocols;
};

/** Who speaks here, what it has seen, and the proof that it is who it says. */
export function helloTo(
  { nonce }: Challenge,
  { program, scopes, session, protocols = PROTOCOLS }: Greeter,
  { outbox, replica, signer }: Pick<EnginePorts, 'outbox' | 'replica' | 'signer'>,
): Hello {
  return {
    f: 'hello',
    ...protocols,
    program,
    ...outbox.identity(),
    scopes: [...scopes()],
    epoch: replica.epoch(),
    cursors: { ...replica.cursors() },
    proof: signer.sign(nonce),
    session: session(),
  };
}

/** Why the district, or the station, turns this console away. Which of the two programs is the older one is a matter of its own. */
export function refusalOf({ code, details }: Refusal): string {
  if (code !== 'sync/version') return code;
  const which = details?.['console'];
  return which === 'older' || which === 'newer' ? `sync/console-${which}` : code;
}
