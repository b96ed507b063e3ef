export type TarFile = { readonly name: string; readonly text: string };

const BLOCK = 512;

/** A ustar archive of small text files (POSIX.1-1988): every system opens it, nothing is installed for it. */
export function tarOf(files: readonly TarFile[], modifiedAt: number): Buffer {
  const parts: Buffer[] = [];
  for (const { name, text } of files) {
    const body = Buffer.from(text, 'utf8');
    parts.push(header(name, body.length, modifiedAt), body);
    const rest = body.length % BLOCK;
    if (rest > 0) parts.push(Buffer.alloc(BLOCK - rest));
  }
  parts.push(Buffer.alloc(2 * BLOCK));
  return Buffer.concat(parts);
}

function header(name: string, size: number, modifiedAt: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name.slice(0, 100), 0, 'utf8');
  block.write(octal(0o600, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(size, 11), 124);
  block.write(octal(modifiedAt, 11), 136);
  block.write('        ', 148);
  block.write('0', 156);
  block.write('ustar\0', 257);
  block.write('00', 263);
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${octal(sum, 6)}\0 `, 148);
  return block;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}
