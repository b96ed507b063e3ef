/** What carries the frames: a WebSocket, or anything else that is an ordered pipe of texts. */
export interface FrameSocket {
  send(text: string): void;
  close(): void;
  /** Bytes not yet taken by the network. */
  buffered(): number;
}
