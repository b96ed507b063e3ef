import { hashOf } from '../screens.ts';

/** Windows of the seat that a person opens beside the console. */
export type BesideWindow = 'board' | 'map' | 'wall';

/** In a window of its own, on the display that it belongs on: the body decides; a browser opens a tab. */
export function openBeside(kind: BesideWindow): void {
  const address = kind === 'wall' ? './wall.html#/overview' : hashOf(kind);
  window.open(new URL(address, location.href), '_blank', 'noopener');
}

export function openCaseBeside(caseId: string): void {
  window.open(new URL(hashOf('case', caseId), location.href), '_blank', 'noopener');
}
