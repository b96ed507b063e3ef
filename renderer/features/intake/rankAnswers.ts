import { intakeRules } from '#renderer/i18n/intakeRules.ts';

/** Of a title's own words so much must have been said; and at least half as much as of the best. */
const SHARE_LEAST = 1 / 4;

/**
 * The ready answers that fit what was said, the best fitting first: by the share of their title's own
 * neighbouring pairs of characters that were said, for two characters are a word in Chinese more often than
 * not. Ties keep the catalogue's order. None where nothing fits: an answer to another question is noise.
 */
export function rankAnswers<A extends { readonly title: string }>(
  answers: readonly A[],
  said: string,
): A[] {
  const pairs = new Set(pairsOf(said));
  const rated = answers.map((answer) => {
    const own = ownPairs(answer.title);
    const hits = own.filter((pair) => pairs.has(pair)).length;
    return { answer, hits, share: hits / Math.max(1, own.length) };
  });
  const least = Math.max(SHARE_LEAST, Math.max(0, ...rated.map((each) => each.share)) / 2);
  return rated
    .filter((each) => each.share >= least)
    .toSorted((a, b) => b.share - a.share || b.hits - a.hits)
    .map((each) => each.answer);
}

/** Pairs of what a title is about: words that every answer could have are cut out of it. */
function ownPairs(title: string): string[] {
  return title.split(intakeRules.answerFiller).flatMap(pairsOf);
}

function pairsOf(text: string): string[] {
  const plain = text.replace(/[\s\p{P}]/gu, '');
  return Array.from({ length: Math.max(0, plain.length - 1) }, (_, i) => plain.slice(i, i + 2));
}
