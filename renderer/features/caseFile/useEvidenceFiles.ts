import { onScopeDispose, shallowRef, watch } from 'vue';
import type { WireError } from '#core/protocol/console/envelope.ts';
import { getFile, pictureType } from '#renderer/client/fileBytes.ts';
import { useClient } from '#renderer/client/useClient.ts';
import type { EvidenceFrame } from './evidenceFrames.ts';
import { looksLikePicture } from './evidenceFrames.ts';

export type OpenedFile =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: WireError }
  /** `picture` draws as pixels; everything else is saved. */
  | { readonly state: 'here'; readonly url: string; readonly picture: boolean };

const THUMBS_MOST = 8;
const THUMB_PIXELS = 240;

/** Bytes of the evidence of one case as addresses that the page can draw, let go when the case is left. */
export function useEvidenceFiles(caseId: () => string, frames: () => readonly EvidenceFrame[]) {
  const client = useClient();
  const thumbs = shallowRef<ReadonlyMap<string, string>>(new Map());
  const opened = shallowRef<ReadonlyMap<string, OpenedFile>>(new Map());
  const urls = new Set<string>();
  const drawn = new Set<string>();
  let turn = 0;

  const address = (blob: Blob): string => {
    const url = URL.createObjectURL(blob);
    urls.add(url);
    return url;
  };
  const put = (key: string, file: OpenedFile): void => {
    opened.value = new Map(opened.value).set(key, file);
  };
  const letGo = (): void => {
    turn += 1;
    for (const url of urls) URL.revokeObjectURL(url);
    urls.clear();
    drawn.clear();
    thumbs.value = new Map();
    opened.value = new Map();
  };

  /** Fetches what is not here; asked again, what failed is tried again. */
  const open = async (key: string): Promise<void> => {
    const now = opened.value.get(key)?.state;
    if (now === 'here' || now === 'loading') return;
    const mine = turn;
    put(key, { state: 'loading' });
    const got = await getFile(client, caseId(), key);
    if (mine !== turn) return;
    if (!got.ok) {
      put(key, { state: 'failed', error: got.error });
      return;
    }
    const type = pictureType(got.value);
    const blob = new Blob([got.value], { type: type ?? 'application/octet-stream' });
    put(key, { state: 'here', url: address(blob), picture: type !== null });
  };

  /** Small pictures of what is on this console; nothing is fetched for them. */
  const drawThumbs = async (wanted: readonly EvidenceFrame[]): Promise<void> => {
    const mine = turn;
    for (const frame of wanted) {
      if (mine !== turn) return;
      if (drawn.has(frame.key)) continue;
      drawn.add(frame.key);
      const got = await getFile(client, caseId(), frame.key);
      const small = got.ok && pictureType(got.value) !== null ? await shrunk(got.value) : null;
      if (mine !== turn || small === null) continue;
      thumbs.value = new Map(thumbs.value).set(frame.key, address(small));
    }
  };
  watch(caseId, letGo);
  watch(
    () =>
      frames()
        .filter((frame) => frame.place !== 'absent' && looksLikePicture(frame))
        .slice(0, THUMBS_MOST),
    (wanted) => void drawThumbs(wanted),
    { immediate: true },
  );
  onScopeDispose(letGo);
  return { thumbs, opened, open };
}

async function shrunk(bytes: Uint8Array<ArrayBuffer>): Promise<Blob | null> {
  try {
    const whole = await createImageBitmap(new Blob([bytes]), {
      resizeWidth: THUMB_PIXELS,
      resizeQuality: 'medium',
    });
    const canvas = new OffscreenCanvas(whole.width, whole.height);
    canvas.getContext('2d')?.drawImage(whole, 0, 0);
    whole.close();
    return await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
  } catch {
    // Bytes that begin like a picture and are none: the frame keeps its sign.
    return null;
  }
}
