/** Whose right it is, as a refusal carries it, in the words of a language; empty where it names nobody. */
export function rolesIn(
  role: string | number | boolean | null | undefined,
  names: Readonly<Record<string, string>>,
): readonly string[] {
  if (typeof role !== 'string' || role === '') return [];
  return role.split(',').map((each) => names[each] ?? each);
}
