/** Colours and type of the map, read from the CSS tokens: no raw colour stands in this folder. */
const TOKENS = {
  out: '--map-out',
  land: '--map-land',
  water: '--map-water',
  green: '--map-green',
  road: '--map-road',
  roadMajor: '--map-road-major',
  street: '--map-street',
  grid: '--map-grid',
  cell: '--map-cell',
  label: '--map-label',
  halo: '--map-label-halo',
  node: '--map-node',
  nodeLine: '--map-node-line',
  ring: '--bg-0',
  ink: '--ink-1',
  inkDim: '--ink-3',
  inkOnFill: '--ink-on-fill',
  plate: '--bg-1',
  nowFill: '--now-fill',
  nowInk: '--now-ink',
  soonFill: '--soon-fill',
  syncInk: '--sync-ink',
  staleLine: '--stale-line',
  accent: '--accent',
  font: '--font',
} as const;

export type MapTheme = Readonly<Record<keyof typeof TOKENS, string>>;

export function readMapTheme(element: Element): MapTheme {
  const style = getComputedStyle(element);
  const entries = Object.entries(TOKENS).map(([key, token]) => [
    key,
    style.getPropertyValue(token).trim(),
  ]);
  return Object.fromEntries(entries) as MapTheme;
}

/** Tells of a change of theme, density or text size: they are attributes of the root element. */
export function watchTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme', 'data-density', 'style', 'class'],
  });
  return () => observer.disconnect();
}
