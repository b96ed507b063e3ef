/** What carries the frames: a WebSocket, or anything else that is an ordered pipe of texts. */
export interface FrameSocket {
  send(text: string): void;
  close(): void;
  /** Bytes not yet taken by the network. */
  buffered(): number;
}

/** A line as its carrier hears it, whatever carries it and whoever is at this end. */
export type CarriedLine = {
  readonly hear: (text: string) => void;
  readonly gone: () => void;
  /** Who is at the other end has not proven who he is. */
  readonly isStranger: () => boolean;
};
