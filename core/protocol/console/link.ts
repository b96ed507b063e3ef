/** The one thing a transport must be: an ordered pipe of plain messages that can end. */
export interface Link {
  send(message: unknown): void;
  /** Returns a function that stops listening. */
  onMessage(listener: (message: unknown) => void): () => void;
  onClose(listener: () => void): () => void;
  close(): void;
}
