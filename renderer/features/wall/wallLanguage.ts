import type { Language } from '#renderer/i18n/localeStore.ts';

/** `wall.html?lang=en`; a wall has no settings of its own. Anything else is the source language. */
export function wallLanguage(search: string): Language {
  const asked = new URLSearchParams(search).get('lang');
  if (asked === 'en' || asked === 'pseudo') return asked;
  return 'zh-CN';
}
