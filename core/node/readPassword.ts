import { createInterface } from 'node:readline';
import type { ReadStream } from 'node:tty';

/** The first line of what is piped in; at a terminal it is asked for twice and not shown. */
export async function readPassword(prompts: {
  readonly once: string;
  readonly again: string;
}): Promise<string | null> {
  if (!process.stdin.isTTY) return firstLine();
  const password = await askHidden(process.stdin, prompts.once);
  return (await askHidden(process.stdin, prompts.again)) === password ? password : null;
}

async function firstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) return line;
  return '';
}

const ENTER = new Set(['\r', '\n', '\u0004']);
const BACKSPACE = new Set(['\u007f', '\b']);
const INTERRUPT = '\u0003';

function askHidden(input: ReadStream, prompt: string): Promise<string> {
  process.stderr.write(prompt);
  input.setRawMode(true);
  input.setEncoding('utf8');
  input.resume();
  return new Promise((resolve) => {
    let typed: string[] = [];
    const take = (chunk: string): void => {
      for (const key of chunk) {
        if (key === INTERRUPT) process.exit(130);
        if (ENTER.has(key)) {
          input.off('data', take);
          input.setRawMode(false);
          input.pause();
          process.stderr.write('\n');
          resolve(typed.join(''));
          return;
        }
        typed = BACKSPACE.has(key) ? typed.slice(0, -1) : [...typed, key];
      }
    };
    input.on('data', take);
  });
}
