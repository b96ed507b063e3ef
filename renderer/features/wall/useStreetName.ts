import { computed, type ComputedRef } from 'vue';
import { useNamesStore } from '#renderer/client/namesStore.ts';
import { useLocaleStore } from '#renderer/i18n/localeStore.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';

/** A street's short name in the wall's language; `given` is the view's own, in the source language. */
export function useStreetName(): ComputedRef<(code: string, given?: string) => string> {
  const names = useNamesStore();
  const locale = useLocaleStore();
  const m = useMessages();
  return computed(() => (code, given) => {
    const street = names.streetByCode.get(code);
    const isChinese = locale.tag === 'zh-CN';
    const name = isChinese ? (street?.name ?? given) : (street?.nameEn ?? given);
    return m.value.map.streetShort(name ?? code);
  });
}
