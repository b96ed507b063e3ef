import { afterEach, expect, test } from 'vitest';
import type { AlarmsView } from '#core/protocol/console/views.ts';
import { mountScreen, type MountedScreen } from '#tests/component/mountScreen.ts';
import { createScriptedHost } from '#tests/support/scriptedLink.ts';
import { callRow, callsView, sessionView } from '#tests/support/seatViews.ts';
import { defineComponent, h } from 'vue';
import { useSoundStore } from './soundStore.ts';
import { TONE_PLAYER, type TonePlayer } from './tonePlayer.ts';
import { TONES } from './tones.ts';
import { useAlarmSounds } from './useAlarmSounds.ts';

type Town = {
  ringing: boolean;
  alarms: AlarmsView['alarms'];
  soundMode: 'hall' | 'headset' | 'silent';
};
type Sound = ReturnType<typeof useSoundStore>;

function soundTown(now: Town) {
  const playing = new Set<string>();
  const played: string[] = [];
  const player: TonePlayer = {
    play(tone, volume) {
      const name = Object.entries(TONES).find(([, each]) => each === tone)?.[0] ?? '?';
      played.push(`${name}@${volume.toFixed(2)}`);
      playing.add(name);
      return () => playing.delete(name);
    },
    isAllowed: () => true,
    dispose: () => playing.clear(),
  };
  const host = createScriptedHost({
    views: {
      session: () => sessionView(),
      calls: () => callsView(now.ringing ? [callRow('ringing', 1)] : []),
      alarms: () => ({ alarms: now.alarms }),
    },
    calls: {
      'settings.get': () => ({
        language: 'zh-CN',
        theme: 'dark',
        density: 'normal',
        textSize: 100,
        soundMode: now.soundMode,
        volume: 50,
      }),
    },
  });
  let sound: Sound | null = null;
  const Inner = defineComponent(() => {
    useAlarmSounds();
    sound = useSoundStore();
    return () => h('i');
  });
  const mounted = mountScreen(host, Inner, {
    configure: (app) => app.provide(TONE_PLAYER, player),
  });
  return { host, mounted, playing, played, sound: () => sound };
}

const alarm = (level: 'A1' | 'A2', id: string): AlarmsView['alarms'][number] => ({
  id,
  level,
  code: 'unsigned',
  caseId: null,
  caseNo: null,
  title: '',
  since: 1,
  acknowledged: false,
});

let mounted: MountedScreen | null = null;
afterEach(() => mounted?.unmount());

test('a call rings until it is answered', async () => {
  const now: Town = { ringing: true, alarms: [], soundMode: 'hall' };
  const town = soundTown(now);
  mounted = town.mounted;
  await mounted.settle();
  expect([...town.playing]).toEqual(['ring']);
  now.ringing = false;
  town.host.refresh('calls');
  await mounted.settle();
  expect([...town.playing]).toEqual([]);
});

test('an A1 sounds until it is acknowledged, an A2 once when it comes', async () => {
  const now: Town = { ringing: false, alarms: [alarm('A1', 'a')], soundMode: 'hall' };
  const town = soundTown(now);
  mounted = town.mounted;
  await mounted.settle();
  now.alarms = [alarm('A1', 'a'), alarm('A2', 'b')];
  town.host.refresh('alarms');
  await mounted.settle();
  town.host.refresh('alarms');
  await mounted.settle();
  expect(town.played.filter((each) => each.startsWith('a2'))).toHaveLength(1);
  expect(town.playing.has('a1')).toBe(true);
  now.alarms = [{ ...alarm('A1', 'a'), acknowledged: true }];
  town.host.refresh('alarms');
  await mounted.settle();
  expect(town.playing.has('a1')).toBe(false);
});

test('silent mode makes no sound and flashes instead', async () => {
  const town = soundTown({ ringing: true, alarms: [], soundMode: 'silent' });
  mounted = town.mounted;
  await mounted.settle();
  expect([...town.playing]).toEqual([]);
  expect(town.sound()?.isFlashing).toBe(true);
  expect(town.sound()?.isSilent).toBe(true);
});

test('mute stops what sounds, and is seen with its end', async () => {
  const town = soundTown({ ringing: true, alarms: [], soundMode: 'hall' });
  mounted = town.mounted;
  await mounted.settle();
  town.sound()?.toggleMute();
  expect([...town.playing]).toEqual([]);
  expect(town.sound()?.mutedUntil).toBeGreaterThan(Date.now());
  town.sound()?.toggleMute();
  expect(town.sound()?.mutedUntil).toBeNull();
});

test('ring, A1 and A2 differ in rhythm', () => {
  const rhythm = (name: keyof typeof TONES): string =>
    TONES[name].strokes.map((stroke) => `${stroke.at}/${stroke.length}`).join(' ');
  expect(new Set([rhythm('ring'), rhythm('a1'), rhythm('a2')]).size).toBe(3);
  expect(TONES.a1.everySeconds).toBe(4);
  expect(TONES.a1.strokes).toHaveLength(3);
  expect(TONES.a2.everySeconds).toBeNull();
});
