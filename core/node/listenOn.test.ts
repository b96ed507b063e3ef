import { createServer, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { listenOn } from './listenOn.ts';

const servers: Server[] = [];
function server(): Server {
  const made = createServer();
  servers.push(made);
  return made;
}
afterEach(() => {
  for (const one of servers.splice(0)) one.close();
});

it('says on which port it listens, and names one that another program has', async () => {
  const port = await listenOn(server(), 0, '127.0.0.1');
  expect(port).toBeGreaterThan(0);
  await expect(listenOn(server(), port, '127.0.0.1')).rejects.toMatchObject({
    code: 'link/port-taken',
    details: { port, host: '127.0.0.1' },
  });
});
