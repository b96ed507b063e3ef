const LEAST = 3;
const MOST = 20;
/** What people write between digits, and before an extension: a comma, `#`, `x`, `ext.` or the words for it. */
const WRITTEN = /^\+?[0-9()*\- ]+(?:(?:,|#|x|ext\.?|\u8f6c|\u5206\u673a) *[0-9 ]+)?$/iu;

/** Whether somebody could be called under it: 3 to 20 digits, and nothing that is no part of a number. */
export function isPhoneNumber(written: string): boolean {
  const plain = written.normalize('NFKC').trim();
  const digits = plain.replaceAll(/[^0-9]/gu, '').length;
  return digits >= LEAST && digits <= MOST && WRITTEN.test(plain);
}
