import type { ClientFrame } from '#core/protocol/sync/frames.ts';
import { PROTOCOLS } from '#core/protocol/sync/versions.ts';
import { Line, overSocket, type Carrier } from './frameLine.ts';
import type { Author } from './smallDistrict.ts';

type Hello = Extract<ClientFrame, { f: 'hello' }>;

/** The greeting of a console that has seen nothing yet. */
export function helloOf(author: Author, nonce: string, over: Partial<Hello> = {}): Hello {
  return {
    f: 'hello',
    ...PROTOCOLS,
    program: 'test',
    device: author.device,
    replica: author.replica,
    incarnation: author.incarnation,
    scopes: [author.scope, 'ref'],
    epoch: null,
    cursors: {},
    proof: author.sign(nonce),
    session: null,
    ...over,
  };
}

export type HandLines = {
  readonly dial: (path?: string, headers?: Record<string, string>) => Line;
  /** Dials, and greets as this author. */
  readonly greet: (author: Author, over?: Partial<Hello>) => Promise<Line>;
  /** Greets, and has been welcomed. */
  readonly online: (author: Author) => Promise<Line>;
  /** Ends every line that was dialled. */
  readonly hangUp: () => void;
};

/** Lines to a district's door that a test speaks on by hand. */
export function handLines(port: () => number, carrier: Carrier = overSocket): HandLines {
  const lines: Line[] = [];
  const dial: HandLines['dial'] = (path = '/sync', headers = {}) => {
    const line = new Line(port(), { path, headers, carrier });
    lines.push(line);
    return line;
  };
  const greet: HandLines['greet'] = async (author, over) => {
    const line = dial();
    const { nonce } = await line.next('challenge');
    line.send(helloOf(author, nonce, over));
    return line;
  };
  return {
    dial,
    greet,
    async online(author) {
      const line = await greet(author);
      await line.next('welcome');
      return line;
    },
    hangUp() {
      for (const line of lines.splice(0)) line.close();
    },
  };
}
