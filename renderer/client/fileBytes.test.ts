import { describe, expect, it } from 'vitest';
import { FILE_PIECE_BYTES } from '#core/protocol/console/attachments.ts';
import type { ConsoleClient } from './consoleClient.ts';
import { fromBase64, getFile, pictureType, putFile, toBase64 } from './fileBytes.ts';

type Asked = { readonly name: string; readonly input: Record<string, unknown> };

/** A host that keeps pieces, and stands where it is told at first. */
function host(kept = new Map<number, Uint8Array>()) {
  const asked: Asked[] = [];
  const end = (): number => [...kept.values()].reduce((sum, piece) => sum + piece.length, 0);
  const client = {
    do: (name: string, input: Record<string, unknown>) => {
      asked.push({ name, input });
      if (name === 'file.put') {
        if (input['offset'] === end()) kept.set(end(), fromBase64(String(input['base64'])));
        return Promise.resolve({
          ok: true,
          value: { offset: end(), whole: end() === input['bytes'] },
        });
      }
      const piece = kept.get(Number(input['offset'])) ?? new Uint8Array(0);
      return Promise.resolve({ ok: true, value: { base64: toBase64(piece), total: end() } });
    },
  } as unknown as ConsoleClient;
  return { client, asked, end };
}

const bytes = new Uint8Array(FILE_PIECE_BYTES + 5).map((_, i) => i % 251);

describe('files between page and host', () => {
  it('go in pieces and come back as they were', async () => {
    const { client, asked } = host();
    const put = await putFile(client, 'c', new Blob([bytes]));
    expect(put).toMatchObject({ ok: true, value: { bytes: bytes.length } });
    expect(asked.map((one) => one.input['offset'])).toEqual([0, FILE_PIECE_BYTES]);
    const got = await getFile(client, 'c', 'x');
    expect(got.ok && got.value).toEqual(bytes);
  });

  it('go on where the host stands', async () => {
    const { client, asked, end } = host(new Map([[0, bytes.subarray(0, 7)]]));
    await putFile(client, 'c', new Blob([bytes.subarray(0, 20)]));
    expect(asked.map((one) => one.input['offset'])).toEqual([0, 7]);
    expect(end()).toBe(20);
  });

  it('that are too large are not even read', async () => {
    const { client, asked } = host();
    const large = { size: 21 * 1024 * 1024 } as Blob;
    expect(await putFile(client, 'c', large)).toEqual({
      ok: false,
      error: { code: 'file/too-large' },
    });
    expect(asked).toEqual([]);
  });

  it('are pictures by their bytes, whatever their name says', () => {
    const text = (words: string): Uint8Array => new TextEncoder().encode(words);
    expect(pictureType(new Uint8Array([0xff, 0xd8, 0xff, 0xe0]))).toBe('image/jpeg');
    expect(pictureType(text('RIFF....WEBPVP8 '))).toBe('image/webp');
    expect(pictureType(text('<svg onload="x()">'))).toBeNull();
    expect(pictureType(new Uint8Array(0))).toBeNull();
  });
});
