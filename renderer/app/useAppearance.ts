import { onScopeDispose, ref, watchEffect } from 'vue';
import { useSettingsStore } from '#renderer/client/settingsStore.ts';
import { useLocaleStore } from '#renderer/i18n/localeStore.ts';

/** Below this width in design pixels the desks go dense by themselves. */
const DENSE_BELOW = 1_536;
/** Below this one the frame says only what never folds. */
const LITTLE_BELOW = 1_100;

/** Puts language, theme, density and text size on the document. Only here. */
export function useAppearance(): void {
  const settings = useSettingsStore();
  const locale = useLocaleStore();
  const width = ref(window.innerWidth);
  const onResize = (): void => {
    width.value = window.innerWidth;
  };
  window.addEventListener('resize', onResize);
  onScopeDispose(() => window.removeEventListener('resize', onResize));

  watchEffect(() => {
    const root = document.documentElement;
    const { language, theme, density, textSize } = settings.settings;
    locale.language = language;
    root.lang = language === 'zh-CN' ? 'zh-CN' : 'en';
    root.dataset['theme'] = theme;
    root.dataset['language'] = language;
    const room = width.value / (textSize / 100);
    const isNarrow = room < DENSE_BELOW;
    root.dataset['room'] = room < LITTLE_BELOW ? 'little' : 'plenty';
    root.dataset['density'] = isNarrow && density === 'normal' ? 'dense' : density;
    root.style.setProperty('font-size', `${textSize}px`);
  });
}
