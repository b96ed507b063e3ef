import type { ConsoleClient } from '#renderer/client/consoleClient.ts';
import type { AreaLevel, RawArea } from './areaShapes.ts';
import { createChunkedBytes } from './chunkedBytes.ts';
import type { MapSource } from './mapSource.ts';

/** Shapes and base map over the console's own link; what was had once is not asked again. */
export function clientMapSource(client: Pick<ConsoleClient, 'do'>): MapSource {
  const levels = new Map<AreaLevel, Promise<readonly RawArea[] | null>>();
  const ask = async (level: AreaLevel): Promise<readonly RawArea[] | null> => {
    const reply = await client.do('map.areas', { level });
    if (reply.ok) return reply.value.areas;
    levels.delete(level);
    return null;
  };
  return {
    areas(level) {
      const asked = levels.get(level) ?? ask(level);
      levels.set(level, asked);
      return asked;
    },
    bytes: createChunkedBytes(async (offset, length) => {
      const reply = await client.do('map.base', { offset, length });
      return reply.ok ? fromBase64(reply.value.base64) : null;
    }),
  };
}

function fromBase64(text: string): ArrayBuffer {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return bytes.buffer;
}
