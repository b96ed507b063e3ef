// Shows on every display its number, name and size for a moment, so that a person knows which is
// which. A picture without script, preload or rights; no word of it needs a language.
import { BrowserWindow } from 'electron';
import type { DisplayPlace } from './windowPlacement.ts';

const SHOWN_MS = 2_500;
const SIZE = { width: 420, height: 260 };

let shown: BrowserWindow[] = [];

export function identifyDisplays(displays: readonly DisplayPlace[]): void {
  for (const old of shown) old.destroy();
  const windows = displays.map((display, at) => flash(display, at + 1));
  shown = windows;
  setTimeout(() => {
    for (const window of windows) if (!window.isDestroyed()) window.destroy();
    shown = shown.filter((one) => !windows.includes(one));
  }, SHOWN_MS);
}

function flash({ label, bounds, workArea }: DisplayPlace, number: number): BrowserWindow {
  const window = new BrowserWindow({
    x: workArea.x + Math.round((workArea.width - SIZE.width) / 2),
    y: workArea.y + Math.round((workArea.height - SIZE.height) / 2),
    ...SIZE,
    frame: false,
    focusable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    show: false,
    backgroundColor: '#12161c',
    webPreferences: { sandbox: true, contextIsolation: true, javascript: false },
  });
  window.setIgnoreMouseEvents(true);
  window.once('ready-to-show', () => window.showInactive());
  const page = `<!doctype html><meta charset="utf-8"><title>${number}</title><style>
    body{margin:0;height:100vh;box-sizing:border-box;display:grid;place-content:center;
    text-align:center;font:20px sans-serif;background:#12161c;color:#e8edf2;
    border:4px solid #4da3ff}b{font-size:128px;line-height:1.1}p{margin:4px}
    </style><b>${number}</b><p>${escaped(label)}</p><p>${bounds.width} × ${bounds.height}</p>`;
  void window.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(page)}`);
  return window;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
