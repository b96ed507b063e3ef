import { describe, expect, it } from 'vitest';
import { startChild, within } from './children.mjs';

const node = (code: string): string[] => [process.execPath, '-e', code];

describe('a child program', () => {
  it('is ready when it says so, and ends when it is asked', async () => {
    const lines: string[] = [];
    const child = startChild(
      'server',
      node(
        "console.log('hello'); console.log(JSON.stringify({listening:41})); setInterval(() => {}, 9)",
      ),
      { say: (line: string) => lines.push(line) },
    );
    expect(await child.ready).toBe(41);
    await child.stop();
    expect(() => process.kill(Number(child.pid), 0)).toThrow(/ESRCH/);
    expect(lines).toEqual(['server: hello']);
  });

  it('that ends before it is ready says with what', async () => {
    const child = startChild('server', node('process.exit(4)'));
    await expect(child.ready).rejects.toThrow('server ended with 4');
    expect(await child.ended).toBe(4);
  });

  it('that does not exist is a failure, not a hang', async () => {
    const child = startChild('server', ['/nowhere/at/all']);
    await expect(child.ready).rejects.toThrow('could not be started');
  });

  it('that is too slow is given up with a sentence', async () => {
    await expect(within(new Promise(() => undefined), 5, 'too slow')).rejects.toThrow('too slow');
  });
});
