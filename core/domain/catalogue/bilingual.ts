/** A word that a screen shows in either language. zh is the source. */
export type Bilingual = { readonly zh: string; readonly en: string };
