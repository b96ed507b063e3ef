import { err } from '../../kernel/result.ts';
import type { CallName } from '../../protocol/console/calls.ts';
import type { ViewName } from '../../protocol/console/views.ts';
import type { ConsoleService } from '../../node/serveLink.ts';

const CALLS: readonly CallName[] = ['map.areas', 'map.base', 'ref.names'];
const VIEWS: readonly ViewName[] = ['wall', 'markers'];

/** What a wall's window gets of this console, the same as a wall that dials the district: no acts, no cases. */
export function wallOnly(service: ConsoleService): ConsoleService {
  return {
    program: service.program,
    call: (name, input) =>
      CALLS.includes(name)
        ? service.call(name, input)
        : Promise.resolve(err({ code: 'grant/none', details: { name } })),
    watch: (name, params, onFrame) =>
      VIEWS.includes(name) ? service.watch(name, params, onFrame) : null,
  };
}
