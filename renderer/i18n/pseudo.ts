/**
 * The pseudo-locale: English made 40 % longer and bracketed, so that what is cut off or not translated
 * shows itself. Numbers that a message puts in stay as they are.
 */
export function pseudoText(text: string): string {
  if (text === '') return text;
  return `[${text}${'~'.repeat(Math.ceil(text.length * 0.4))}]`;
}

export function pseudoOf<T>(source: T): T {
  if (typeof source === 'string') return pseudoText(source) as T;
  if (typeof source === 'function') {
    return ((...args: unknown[]) => pseudoOf(source(...args) as unknown)) as T;
  }
  if (Array.isArray(source)) return source.map((each: unknown) => pseudoOf(each)) as T;
  if (typeof source !== 'object' || source === null) return source;
  return Object.fromEntries(
    Object.entries(source).map(([key, value]) => [key, pseudoOf(value as unknown)]),
  ) as T;
}
