import { pinyin } from 'pinyin-pro';

/** One word in pinyin with a capital: 多福巷 is Duofuxiang. */
export function titlePinyin(text: string): string {
  const joined = pinyin(text, { toneType: 'none', type: 'array', v: true }).join('').toLowerCase();
  return joined.charAt(0).toUpperCase() + joined.slice(1);
}
