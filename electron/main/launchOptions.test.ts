import { describe, expect, it } from 'vitest';
import { readLaunchOptions } from './launchOptions.ts';

describe('the command line of the shell', () => {
  it('takes the data folder relative to where it was started', () => {
    expect(readLaunchOptions(['--data', 'east'], '/srv').dataFolder).toBe('/srv/east');
    expect(readLaunchOptions(['--data=/var/west'], '/srv').dataFolder).toBe('/var/west');
  });

  it('reads its words among switches of Chromium', () => {
    const words = ['--no-sandbox', '.', '--district', 'http://127.0.0.1:4100', '--wall'];
    expect(readLaunchOptions(words, '/')).toEqual({
      dataFolder: undefined,
      district: 'http://127.0.0.1:4100',
      hostWords: [],
      hasWall: true,
    });
  });

  it('hands the flags of the host on', () => {
    const station = 'wss://10.1.2.3:7710#ab';
    const words = ['.', '--enrol-demo', '/demo', '--demo-device=hall-1', '--other', 'x'];
    expect(readLaunchOptions([...words, '--station', station], '/').hostWords).toEqual([
      '--station',
      station,
      '--enrol-demo',
      '/demo',
      '--demo-device',
      'hall-1',
    ]);
  });

  it('does not take the next switch for a value', () => {
    expect(readLaunchOptions(['--data', '--wall'], '/').dataFolder).toBeUndefined();
    expect(readLaunchOptions(['--district='], '/').district).toBeUndefined();
  });
});
