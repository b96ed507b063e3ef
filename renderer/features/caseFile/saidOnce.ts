const BETWEEN = ' · ';

/** The parts of a sentence, none of them twice: who came is often the unit itself. */
export function eachOnce(sentence: string): string {
  return [...new Set(sentence.split(BETWEEN))].join(BETWEEN);
}

/** What the sentence before does not say yet. */
export function unsaid(sentence: string, parts: readonly string[]): readonly string[] {
  const said = sentence.split(BETWEEN);
  return parts.filter((part) => part !== '' && !said.includes(part));
}
