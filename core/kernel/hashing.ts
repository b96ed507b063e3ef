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
