import { err } from '../../kernel/result.ts';
import type { CallName } from '../../protocol/console/calls.ts';
import type { ConsoleService } from '../../node/serveLink.ts';
import type { ViewHub } from '../views/viewHub.ts';

const CALLS: readonly CallName[] = ['map.areas', 'map.base', 'ref.names'];

/**
 * What a wall's window gets of this console, the same as a wall that dials the district: figures, points
 * without an identity, the map. No acts, no cases, and whether anybody is logged in makes no difference.
 */
export function wallOnly(service: ConsoleService, hub: Pick<ViewHub, 'watch'>): ConsoleService {
  return {
    program: service.program,
    call: (name, input) =>
      CALLS.includes(name)
        ? service.call(name, input)
        : Promise.resolve(err({ code: 'grant/none', details: { name } })),
    watch: (name, params, onFrame) => {
      if (name === 'markers') return hub.watch('wallMarkers', params, onFrame);
      return name === 'wall' ? service.watch(name, params, onFrame) : null;
    },
  };
}
