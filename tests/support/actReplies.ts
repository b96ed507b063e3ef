import type { CallerRef } from '#core/domain/operation/args.ts';
import type { Receipt } from '#core/protocol/console/calls.ts';
import type { Script } from './scriptedLink.ts';

/** The receipt of an act that a scripted host takes at once. */
export const RECEIPT: Receipt = {
  opId: 'o1',
  rseq: 1,
  caseId: 'case-1',
  caseNo: 'DC261121-1067',
  later: false,
  becomes: 'applied',
  holder: null,
};

/** A caller whose number such a host has sealed. */
export const SEALED_CALLER: CallerRef = {
  numberHmac: 'h',
  numberSealed: 's',
  tail: '5521',
  kind: 'person',
  confidential: false,
};

/** How it answers to every act, and to every number. */
export const ACT_REPLIES = {
  'caller.seal': () => ({ caller: SEALED_CALLER }),
  /** As far as whoever asks may see it. */
  'caller.open': () => ({ number: '138****2206', name: '张**' }),
  'op.submit': () => RECEIPT,
} satisfies Script['calls'];
