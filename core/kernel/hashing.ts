/**
 * Ports for what the pure core may not do itself. Node's crypto stands behind them in every process;
 * the canonical form is RFC 8785 (JCS), so the hash of an operation is the same on every machine.
 */
export interface Hashing {
  /** RFC 8785 text of a JSON value. */
  canonical(value: unknown): string;
  /** SHA-256 of a UTF-8 text, 64 lower-case hexadecimal digits. */
  sha256(text: string): string;
}

/** The two hashes of an RFC 6962 tree: told apart by their first byte, so that no node passes for a leaf. */
export interface TreeHashing {
  /** SHA-256 of 0x00 and a UTF-8 text. */
  leaf(text: string): string;
  /** SHA-256 of 0x01 and the two hashes as bytes. */
  node(left: string, right: string): string;
}
