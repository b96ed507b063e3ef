/** A number with its noun: `1 case`, `2 cases`; a fraction and nought take the plural. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
