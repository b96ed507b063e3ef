import { createRng } from '#core/kernel/rng.ts';
import { must } from '#core/kernel/assert.ts';
import { CallSimulator } from '#core/telephony/simulator.ts';
import { manualTimers } from '#tests/support/manualTimers.ts';
import { telephonyContract } from './telephonyContract.ts';

telephonyContract('seeded call simulator', () => {
  const timers = manualTimers(1_790_000_000_000);
  const rng = createRng(7);
  const adapter = new CallSimulator({
    timers,
    rng,
    random: (count) => Uint8Array.from({ length: count }, () => rng.int(256)),
    zoneOffsetMs: 8 * 3_600_000,
    factor: 0,
    callers: [{ number: '13800000001', line: '12345' }],
    staffedSeats: [],
  });
  return {
    adapter,
    ring: () => must(adapter.ringNow(), 'the simulator has a free trunk'),
    exhaustPatience: () => timers.pass(60 * 60_000),
    exhaustTalk: () => timers.pass(60 * 60_000),
  };
});
