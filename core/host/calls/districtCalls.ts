import { ok, type Result } from '../../kernel/result.ts';
import type { CallOutput } from '../../protocol/console/calls.ts';
import type { WireError } from '../../protocol/console/envelope.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { refuse, type CallTable } from './callTable.ts';

type Asked =
  | 'people.list'
  | 'people.make'
  | 'people.password'
  | 'devices.list'
  | 'devices.code'
  | 'drill.list'
  | 'audit.verify'
  | 'audit.looks'
  | 'numbers.report';

/** Questions that only the district can answer; without a line they say so. */
export function districtCalls(core: () => ConsoleCore): Pick<CallTable, Asked> {
  const ask = <N extends Asked>(
    name: N,
    input: object,
  ): Promise<Result<CallOutput<N>, WireError>> => askDistrict<CallOutput<N>>(core(), name, input);
  return {
    'people.list': (input) => ask('people.list', input),
    'people.make': (input) => ask('people.make', input),
    'people.password': (input) => ask('people.password', input),
    'devices.list': (input) => ask('devices.list', input),
    'devices.code': (input) => ask('devices.code', input),
    'drill.list': (input) => ask('drill.list', input),
    'audit.verify': (input) => ask('audit.verify', input),
    'audit.looks': (input) => ask('audit.looks', input),
    'numbers.report': (input) => ask('numbers.report', input),
  };
}

/** The district's answer as it stands, or its refusal as a code that the page has words for. */
export async function askDistrict<T>(
  { engine }: Pick<ConsoleCore, 'engine'>,
  name: string,
  input: object,
): Promise<Result<T, WireError>> {
  const answer = await engine.ask({ f: 'ask', name, input });
  if (!answer.ok) return refuse(codeOf(answer.value, 'session/needed'));
  return ok(answer.value as unknown as T);
}

/** What a refusal says it is; `otherwise` for one that says nothing. */
export function codeOf(value: unknown, otherwise: string): string {
  const code = typeof value === 'object' && value !== null && 'code' in value ? value.code : null;
  return typeof code === 'string' ? code : otherwise;
}
