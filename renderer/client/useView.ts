import {
  onScopeDispose,
  shallowRef,
  toValue,
  watch,
  type MaybeRefOrGetter,
  type ShallowRef,
} from 'vue';
import type { WireError } from '#core/protocol/console/envelope.ts';
import type { ViewName, ViewParams, ViewSnapshot } from '#core/protocol/console/views.ts';
import { useClient } from './useClient.ts';

export type LiveView<N extends ViewName> = {
  /** The last snapshot; kept while the next one is on its way, so that nothing flickers. */
  readonly data: Readonly<ShallowRef<ViewSnapshot<N> | null>>;
  readonly error: Readonly<ShallowRef<WireError | null>>;
  /** When the page received it, by this machine's clock. For ages in headers only. */
  readonly receivedAt: Readonly<ShallowRef<number | null>>;
};

/**
 * A view for as long as the calling scope lives. Params may be a getter: a change opens the view anew;
 * null closes it. For views with deltas (markers) use `client.watch` and fold them. What was asked for is never
 * shown before the host says so (I-20).
 */
export function useView<N extends ViewName>(
  name: N,
  params: MaybeRefOrGetter<ViewParams<N> | null>,
): LiveView<N> {
  const client = useClient();
  const data = shallowRef<ViewSnapshot<N> | null>(null);
  const error = shallowRef<WireError | null>(null);
  const receivedAt = shallowRef<number | null>(null);
  let stop: () => void = () => undefined;

  const open = (value: ViewParams<N> | null): void => {
    stop();
    stop = () => undefined;
    if (value === null) return;
    stop = client.watch(name, value, (frame) => {
      if (frame.kind === 'error') {
        error.value = frame.error;
      } else if (frame.kind === 'snapshot') {
        data.value = frame.value;
        error.value = null;
        receivedAt.value = Date.now();
      }
    });
  };

  watch(
    () => JSON.stringify(toValue(params)),
    () => open(toValue(params)),
    { immediate: true },
  );
  onScopeDispose(() => stop());
  return { data, error, receivedAt };
}
