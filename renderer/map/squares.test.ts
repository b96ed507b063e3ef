import { describe, expect, it } from 'vitest';
import { createSquares } from './squares.ts';

function plane() {
  const squares = createSquares<string>(10);
  for (const [name, x, y] of [
    ['here', 5, 5],
    ['left', -5, 5],
    ['far', 25, 5],
    ['farther', -35, -25],
  ] as const) {
    squares.put(x, y, name);
  }
  return squares;
}

describe('things by squares', () => {
  it('finds what is meant in the nine squares about a place, and nothing beyond', () => {
    const squares = plane();
    expect(squares.find(4, 4, () => true)).toBe('left');
    expect(squares.find(4, 4, (one) => one === 'here')).toBe('here');
    expect(squares.find(4, 4, (one) => one === 'far')).toBeNull();
    expect(squares.find(14, 4, (one) => one === 'far')).toBe('far');
  });

  it('tells each ring of squares once, also below zero', () => {
    const squares = plane();
    const rings = [0, 1, 2, 3, 4].map((ring) => [...squares.inRing([1, 1], ring)]);
    expect(rings).toEqual([['here'], ['left'], ['far'], [], ['farther']]);
  });
});
