export type Display = { readonly display: string; readonly stop: () => Promise<void> };

export function startDisplayServer(command: string, words: readonly string[]): Promise<Display>;
export function startDisplay(size?: string): Promise<Display>;
