/**
 * Orders ready answers by how many neighbouring pairs of characters their title shares with what was
 * said; ties keep the catalogue's order. Two characters are a word in Chinese more often than not.
 */
export function rankAnswers<A extends { readonly title: string }>(
  answers: readonly A[],
  said: string,
): A[] {
  const pairs = new Set(pairsOf(said));
  return answers
    .map((answer, order) => ({
      answer,
      order,
      score: pairsOf(answer.title).filter((pair) => pairs.has(pair)).length,
    }))
    .toSorted((a, b) => b.score - a.score || a.order - b.order)
    .map((each) => each.answer);
}

function pairsOf(text: string): string[] {
  const plain = text.replace(/[\s\p{P}]/gu, '');
  return Array.from({ length: Math.max(0, plain.length - 1) }, (_, i) => plain.slice(i, i + 2));
}
