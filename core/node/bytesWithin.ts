/** What a request or an answer carries, as long as it is no more than this; null when there is more of it. */
export async function bytesWithin(
  stream: AsyncIterable<unknown>,
  bytesMax: number,
): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > bytesMax) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
