import type { Messages } from './zh-CN/catalogue.ts';

/** Why a place is offered. A reason of a newer program is not shown: a code says nothing to a person. */
export function placeWhyText(why: string, m: Messages): string {
  const words: Readonly<Record<string, string>> = m.intake.place.why;
  return words[why] ?? '';
}
