const BETWEEN = ' · ';

/** The parts of a sentence, none of them twice: who came is often the unit itself, a file is named for its use. */
export function eachOnce(sentence: string): string {
  const parts = [...new Set(sentence.split(BETWEEN))];
  const isSaidNext = (part: string, at: number): boolean =>
    parts[at + 1]?.startsWith(`${part} `) === true;
  return parts.filter((part, at) => !isSaidNext(part, at)).join(BETWEEN);
}

/** What the sentence before does not say yet. */
export function unsaid(sentence: string, parts: readonly string[]): readonly string[] {
  const said = sentence.split(BETWEEN);
  return parts.filter((part) => part !== '' && !said.includes(part));
}
