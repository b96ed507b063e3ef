/** Name of the district in the language shown; the other one where it has none. */
export function profileNameOf(
  view: { readonly profileName: string; readonly profileNameEn: string } | null | undefined,
  language: string,
): string {
  if (view === null || view === undefined) return '';
  return language === 'zh-CN' || view.profileNameEn === '' ? view.profileName : view.profileNameEn;
}
