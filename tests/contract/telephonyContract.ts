import { describe, expect, it } from 'vitest';
import type { CallId } from '#core/domain/operation/identity.ts';
import type { TelephonyAdapter, TelephonyEvent } from '#core/telephony/adapter.ts';

/** One adapter under test, with the hands of a caller: ring, wait, hang up. */
export type TelephonyRig = {
  readonly adapter: TelephonyAdapter;
  readonly ring: () => CallId;
  /** Lets so much of the adapter's time pass that an unanswered caller has given up. */
  readonly exhaustPatience: () => void;
  /** Lets so much time pass that a talking caller has hung up. */
  readonly exhaustTalk: () => void;
};

/** What every telephony body promises; real telephony passes the same suite. */
export function telephonyContract(name: string, open: () => TelephonyRig): void {
  function started(): TelephonyRig & { readonly seen: TelephonyEvent[] } {
    const rig = open();
    const seen: TelephonyEvent[] = [];
    rig.adapter.onEvent((event) => seen.push(event));
    rig.adapter.start();
    return { ...rig, seen };
  }
  const types = (seen: readonly TelephonyEvent[], callId: CallId): string[] =>
    seen.filter((event) => event.callId === callId).map((event) => event.type);

  describe(`telephony contract: ${name}`, () => {
    it('a call rings, is answered at one seat, and ends once', () => {
      const { adapter, ring, seen } = started();
      const callId = ring();
      expect(adapter.answer(callId, '12').ok).toBe(true);
      expect(adapter.end(callId).ok).toBe(true);
      expect(types(seen, callId)).toEqual(['ringing', 'answered', 'ended']);
    });

    it('the first answer wins and the second seat is told so', () => {
      const { adapter, ring } = started();
      const callId = ring();
      adapter.answer(callId, '12');
      expect(adapter.answer(callId, '13')).toEqual({ ok: false, error: 'call/taken' });
    });

    it('a caller whom nobody answers abandons, and cannot be answered afterwards', () => {
      const { adapter, ring, seen, exhaustPatience } = started();
      const callId = ring();
      exhaustPatience();
      expect(types(seen, callId)).toEqual(['ringing', 'abandoned']);
      expect(adapter.answer(callId, '12')).toEqual({ ok: false, error: 'call/gone' });
    });

    it('a talking caller hangs up by himself', () => {
      const { adapter, ring, seen, exhaustTalk } = started();
      const callId = ring();
      adapter.answer(callId, '12');
      exhaustTalk();
      expect(types(seen, callId)).toEqual(['ringing', 'answered', 'ended']);
    });

    it('holding twice is one hold', () => {
      const { adapter, ring, seen } = started();
      const callId = ring();
      adapter.answer(callId, '12');
      adapter.hold(callId, true);
      adapter.hold(callId, true);
      adapter.hold(callId, false);
      expect(types(seen, callId)).toEqual(['ringing', 'answered', 'held', 'resumed']);
    });

    it('a ringing call can be neither held nor ended by a seat', () => {
      const { adapter, ring } = started();
      const callId = ring();
      expect(adapter.hold(callId, true).ok).toBe(false);
      expect(adapter.end(callId).ok).toBe(false);
    });

    it('nothing is heard after it was stopped', async () => {
      const { adapter, ring, seen, exhaustPatience } = started();
      ring();
      await adapter.stop();
      const heard = seen.length;
      exhaustPatience();
      expect(seen.length).toBe(heard);
    });
  });
}
