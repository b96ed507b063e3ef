import { onScopeDispose } from 'vue';
import type { ActionHandler, ActionSpec } from './action.ts';
import { useActionStore } from './registry.ts';

/**
 * Binds the acts of a spec list for as long as the component lives; the compiler asks for a handler of
 * each. A plain function stands for `{ run }`.
 */
export function useActions<const Specs extends readonly ActionSpec[]>(
  specs: Specs,
  handlers: { readonly [Id in Specs[number]['id']]: ActionHandler | (() => unknown) },
): void {
  const store = useActionStore();
  const byId: Readonly<Record<string, ActionHandler | (() => unknown)>> = handlers;
  const unbind = specs.flatMap((spec) => {
    const handler = byId[spec.id];
    if (handler === undefined) return [];
    return [store.bind(spec, typeof handler === 'function' ? { run: handler } : handler)];
  });
  onScopeDispose(() => {
    for (const each of unbind) each();
  });
}
