import type { Page } from '@playwright/test';
import type { ScriptedServer } from './scriptedServer.ts';

/** Frames of the page in a row in which nothing changed. A slower machine has slower frames. */
const QUIET_FRAMES = 6;

/** The page has drawn all that it was told: nothing changes any more, and nothing is on its way. */
export async function settled(page: Page, server: ScriptedServer): Promise<void> {
  await page.waitForFunction(() => document.querySelector('#main, main, [role="dialog"]') !== null);
  for (;;) {
    const before = server.traffic();
    await page.evaluate(untilQuiet, QUIET_FRAMES);
    if (server.traffic() === before) return;
  }
}

async function untilQuiet(frames: number): Promise<void> {
  await document.fonts.ready;
  let quiet = 0;
  const observer = new MutationObserver(() => {
    quiet = 0;
  });
  observer.observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    characterData: true,
  });
  while (quiet < frames) {
    await new Promise(requestAnimationFrame);
    quiet += 1;
  }
  observer.disconnect();
}
