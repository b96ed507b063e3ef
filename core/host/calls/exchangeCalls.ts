import { ok } from '../../kernel/result.ts';
import type { CallOutput } from '../../protocol/console/calls.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { takeExchange, writeExchange } from '../sync/exchange.ts';
import { isForStation, takeForStation, writeStreet } from '../sync/streetExchange.ts';
import { refuse, type CallTable } from './callTable.ts';
import { askDistrict } from './districtCalls.ts';

type ExchangeCalls = Pick<CallTable, 'exchange.write' | 'exchange.take' | 'exchange.bring'>;

/** Files on a stick: written and taken in where there is no line, brought where there is one. */
export function exchangeCalls(core: () => ConsoleCore): ExchangeCalls {
  return {
    'exchange.write': async ({ of }) => {
      if (of === 'station') return writeStreet(core());
      const written = await writeExchange(core());
      return written.ok ? ok(written.value) : refuse(written.error);
    },
    'exchange.take': async ({ text }) => {
      if (isForStation(core(), text)) return takeForStation(core(), text);
      const taken = await takeExchange(core(), text);
      return taken.ok ? ok(taken.value) : refuse(taken.error);
    },
    'exchange.bring': async ({ text }) => {
      const answer = await askDistrict<Brought>(core(), 'exchange.bring', { text });
      if (!answer.ok) return answer;
      const { text: told, ...brought } = answer.value;
      return ok({ ...brought, base64: Buffer.from(told, 'utf8').toString('base64') });
    },
  };
}

/** As the district tells it; a page saves bytes. */
type Brought = Omit<CallOutput<'exchange.bring'>, 'base64'> & { readonly text: string };
