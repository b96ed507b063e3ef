export type ScaleBar = { readonly metres: number; readonly widthPx: number };

/** The longest round length (1, 2 or 5 times a power of ten) that is not wider than `maxPx`. */
export function scaleBarFor(metresPerPx: number, maxPx: number): ScaleBar {
  const longest = metresPerPx * maxPx;
  const power = 10 ** Math.floor(Math.log10(longest));
  const factor = [5, 2, 1].find((f) => f * power <= longest) ?? 1;
  const metres = factor * power;
  return { metres, widthPx: Math.round(metres / metresPerPx) };
}
