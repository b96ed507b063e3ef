import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { HOME_ZONE } from '#core/domain/calendar/calendarTable.ts';
import { en } from './en/catalogue.ts';
import { pseudoOf } from './pseudo.ts';
import { zhCN, type Messages } from './zh-CN/catalogue.ts';

export type Language = 'zh-CN' | 'en' | 'pseudo';

/** Language and zone of everything worded. The zone is the profile's, never the machine's. */
export const useLocaleStore = defineStore('locale', () => {
  const language = ref<Language>('zh-CN');
  const zone = ref<string>(HOME_ZONE);
  const pseudo = computed(() => pseudoOf(en));
  const messages = computed<Messages>(() => {
    if (language.value === 'zh-CN') return zhCN;
    return language.value === 'en' ? en : pseudo.value;
  });
  const tag = computed(() => (language.value === 'zh-CN' ? 'zh-CN' : 'en'));
  return { language, zone, messages, tag };
});
