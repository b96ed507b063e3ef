import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { bytesWithin } from './bytesWithin.ts';

const parts = (): Readable => Readable.from([Buffer.from('ab'), Buffer.from('cd')]);

it('gives what came, and nothing of what is more than its bound', async () => {
  expect((await bytesWithin(parts(), 4))?.toString()).toBe('abcd');
  expect(await bytesWithin(parts(), 3)).toBeNull();
  expect((await bytesWithin(Readable.from([]), 0))?.length).toBe(0);
});

it('fails with what broke off in the middle', async () => {
  const broken = new Readable({ read: () => undefined });
  broken.push('ab');
  const read = bytesWithin(broken, 4);
  broken.destroy(new Error('hung up'));
  await expect(read).rejects.toThrow('hung up');
});
