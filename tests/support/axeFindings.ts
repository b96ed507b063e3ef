import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What a rule of axe found, with the first places of it. */
export type AxeFinding = { readonly rule: string; readonly nodes: readonly string[] };

const NODES_TOLD = 3;
const HTML_TOLD = 160;

/**
 * Everything that axe flags, by all its rules. Our pages have no frames: run in the page itself, without a
 * second page to gather frames in, and with nothing said of what passed, it takes a third of the time.
 */
export async function axeFindings(page: Page): Promise<readonly AxeFinding[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => ({
    rule: id,
    nodes: nodes
      .slice(0, NODES_TOLD)
      .map(({ target, html }) => `${target.join(' ')}: ${html.slice(0, HTML_TOLD)}`),
  }));
}
