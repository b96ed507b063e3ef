import { computed, watch } from 'vue';
import { useAlarmsStore } from '#renderer/client/alarmsStore.ts';
import { useCallsStore } from '#renderer/client/callsStore.ts';
import { useNowStore } from '#renderer/ui/nowStore.ts';
import { useSoundStore } from './soundStore.ts';

/** Sounds for what burns: a call ringing here, an A1 not acknowledged, one chime for each new A2. */
export function useAlarmSounds(): void {
  const alarms = useAlarmsStore();
  const calls = useCallsStore();
  const sound = useSoundStore();
  const ticking = useNowStore();

  const isRinging = computed(() =>
    (calls.calls?.calls ?? []).some((call) => call.state === 'ringing'),
  );
  const open = computed(() => (alarms.alarms?.alarms ?? []).filter((alarm) => !alarm.acknowledged));
  const isBurning = computed(() => open.value.some((alarm) => alarm.level === 'A1'));
  // Looked at each second, so that a sound comes back when a mute has ended.
  watch(
    () => [isRinging.value, isBurning.value, ticking.now] as const,
    ([ringing, burning]) => {
      if (sound.isSilent) sound.stopAll();
      if (ringing) sound.start('ring');
      else sound.stop('ring');
      if (burning) sound.start('a1');
      else sound.stop('a1');
      sound.look(ringing || burning);
      sound.isFlashing = sound.isSilent && (ringing || burning);
    },
    { immediate: true },
  );
  const chimed = new Set<string>();
  watch(
    () => open.value.filter((alarm) => alarm.level === 'A2').map((alarm) => alarm.id),
    (ids, before) => {
      const fresh = ids.filter((id) => !chimed.has(id));
      for (const id of fresh) chimed.add(id);
      if (fresh.length > 0 && before !== undefined) sound.start('a2');
      for (const id of chimed) if (!ids.includes(id)) chimed.delete(id);
    },
    { immediate: true },
  );
}
