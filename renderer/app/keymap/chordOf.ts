/** What of a keyboard event decides the chord. */
export type KeyPress = Pick<
  KeyboardEvent,
  'code' | 'key' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey' | 'isComposing'
> & {
  /** 229 while an input method works on the press; nothing newer says it everywhere. */
  readonly keyCode: number;
};

const NAMED: Readonly<Record<string, string>> = {
  Enter: 'Enter',
  NumpadEnter: 'Enter',
  Escape: 'Esc',
  Space: 'Space',
  Tab: 'Tab',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Home: 'Home',
  End: 'End',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Comma: ',',
  Period: '.',
  Minus: '-',
  Equal: '=',
};

/**
 * The chord of a key press as key caps write it, or null for none. Letters and digits are read by their
 * place on the keyboard, so a Chinese input method or another layout changes nothing; the one exception
 * is the stroke that a Chinese input method types for `/`.
 */
export function chordOf(press: KeyPress): string | null {
  if (press.ctrlKey && press.altKey) return null; // AltGr
  const name = nameOf(press);
  if (name === null) return null;
  if (name === '?') return press.ctrlKey || press.altKey ? null : '?';
  const ctrl = press.ctrlKey || press.metaKey ? 'Ctrl+' : '';
  return `${ctrl}${press.altKey ? 'Alt+' : ''}${press.shiftKey ? 'Shift+' : ''}${name}`;
}

/** A press that an input method is still working on: nothing of ours but the function keys. */
export function isComposition(press: KeyPress): boolean {
  return press.isComposing || press.keyCode === 229;
}

/** Read by what they type: question marks in either width, and a Chinese stroke for the slash. */
const SIGNS: Readonly<Record<string, string>> = { '?': '?', '\uff1f': '?', '\u3001': '/' };

function nameOf(press: KeyPress): string | null {
  const { code, key, shiftKey } = press;
  const sign = SIGNS[key];
  if (sign !== undefined) return sign;
  if (code === 'Slash' || code === 'NumpadDivide') return shiftKey ? '?' : '/';
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return letter;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return digit;
  if (/^F\d{1,2}$/.test(code)) return code;
  return NAMED[code] ?? null;
}
