import {
  SYNC_PROTOCOL,
  SYNC_PROTOCOL_MIN,
  type ClientFrame,
  type ServerFrame,
} from '../protocol/sync/frames.ts';
import type { EnginePorts } from './syncPorts.ts';

type Hello = Extract<ClientFrame, { readonly f: 'hello' }>;
type Challenge = Extract<ServerFrame, { readonly f: 'challenge' }>;

export type Greeter = {
  readonly program: string;
  /** Feeds this console reads, at the time of the greeting. */
  readonly scopes: () => readonly string[];
  readonly session: () => string | null;
};

/** Who speaks here, what it has seen, and the proof that it is who it says. */
export function helloTo(
  { nonce }: Challenge,
  { program, scopes, session }: Greeter,
  { outbox, replica, signer }: Pick<EnginePorts, 'outbox' | 'replica' | 'signer'>,
): Hello {
  return {
    f: 'hello',
    protocol: SYNC_PROTOCOL,
    minProtocol: SYNC_PROTOCOL_MIN,
    program,
    ...outbox.identity(),
    scopes: [...scopes()],
    epoch: replica.epoch(),
    cursors: { ...replica.cursors() },
    proof: signer.sign(nonce),
    session: session(),
  };
}
