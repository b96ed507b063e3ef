import type { Sealing } from '../node/sealing.ts';
import type { SealCaller } from './history/callerPool.ts';

/** Callers of a made-up history are sealed like any other. */
export function callerSeal(sealing: Sealing): SealCaller {
  return ({ number, name, kind, confidential }) => ({
    numberHmac: sealing.hmacOf(number),
    numberSealed: sealing.seal(number),
    tail: number.slice(-4),
    nameSealed: sealing.seal(name),
    kind,
    confidential,
  });
}
