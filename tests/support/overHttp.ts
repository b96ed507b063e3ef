import { POLL_DOOR, POLL_UP_TO, framesIn, linesOf } from '#core/protocol/sync/poll.ts';
import type { Carrier } from './frameLine.ts';

/** The frames of a line by hand over plain HTTP, as docs/protocol.md says it: no code of the console's own. */
export const overHttp: Carrier = (port, heard, { path, headers }) => {
  // The door beside the one of the socket.
  const url = `http://127.0.0.1:${port}${path === '/sync' ? POLL_DOOR : `${path}/http`}`;
  let isOver = false;
  let seq = 0;
  let bearer = {};
  let held: Promise<void> = Promise.resolve();
  let letGo: () => void = () => undefined;
  const end = (): void => {
    if (!isOver) heard.ended();
    isOver = true;
  };
  const asked = async (query: string, init: RequestInit): Promise<Response> => {
    const answer = await fetch(`${url}${query}`, { ...init, headers: { ...headers, ...bearer } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer;
  };
  const opened = asked('', { method: 'POST' }).then(async (answer) => {
    bearer = { authorization: `Bearer ${await answer.text()}` };
  });
  let saying: Promise<unknown> = opened;
  const hear = async (): Promise<void> => {
    await opened;
    let after = 0;
    while (!isOver) {
      await held;
      const answer = await asked(`?after=${after}`, { method: 'GET' });
      for (const text of framesIn(await answer.text())) heard.text(text);
      after = Number(answer.headers.get(POLL_UP_TO));
    }
  };
  hear().catch(end);
  return {
    send(text) {
      saying = saying.then(() =>
        asked(`?seq=${(seq += 1)}`, { method: 'POST', body: linesOf([text]) }),
      );
      saying.catch(end);
    },
    hold(on) {
      letGo();
      held = on ? new Promise((resolve) => (letGo = resolve)) : Promise.resolve();
    },
    close() {
      saying.then(() => asked('', { method: 'DELETE' })).catch(() => undefined);
      end();
    },
  };
};
