import { err, ok } from '../../kernel/result.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { takeExchange, writeExchange } from '../sync/exchange.ts';
import { refuse, type CallTable } from './callTable.ts';

type ExchangeCalls = Pick<CallTable, 'exchange.write' | 'exchange.take' | 'exchange.bring'>;

/** Files on a stick: written and taken in where there is no line, brought where there is one. */
export function exchangeCalls(core: () => ConsoleCore): ExchangeCalls {
  return {
    'exchange.write': async () => {
      const written = await writeExchange(core());
      return written.ok ? ok(written.value) : refuse(written.error);
    },
    'exchange.take': async ({ text }) => {
      const taken = await takeExchange(core(), text);
      return taken.ok ? ok(taken.value) : refuse(taken.error);
    },
    'exchange.bring': async ({ text }) => {
      const answer = await core().engine.ask({ f: 'ask', name: 'exchange.bring', input: { text } });
      if (!answer.ok) return err(answer.value as { code: string });
      const { text: told, ...brought } = answer.value as unknown as Brought;
      return ok({ ...brought, base64: Buffer.from(told, 'utf8').toString('base64') });
    },
  };
}

type Brought = {
  readonly name: string;
  readonly text: string;
  readonly decided: number;
  readonly waiting: number;
  readonly isMore: boolean;
};
