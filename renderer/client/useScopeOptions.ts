import { computed, type ComputedRef } from 'vue';
import { useNamesStore } from './namesStore.ts';
import { useScopeName } from './useScopeName.ts';

/** Every scope a grant or a device can be for: the district, intake centres, streets. */
export function useScopeOptions(): ComputedRef<
  readonly { readonly value: string; readonly label: string }[]
> {
  const names = useNamesStore();
  const { scopeName } = useScopeName();
  return computed(() =>
    [
      'district',
      ...(names.names?.intakes ?? []).map((intake) => intake.scope),
      ...(names.names?.streets ?? []).map((street) => `street:${street.code}`),
    ].map((scope) => ({ value: scope, label: scopeName(scope) })),
  );
}
