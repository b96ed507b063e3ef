import { createVerifier, passwordFits } from '../node/passwordVerifier.ts';

/** How a password is hashed, and judged by its hash: slowly, in threads that the database needs, too. */
export type PasswordHashing = {
  readonly createVerifier: (password: string) => Promise<string>;
  readonly passwordFits: (password: string, verifier: string) => Promise<boolean>;
};

/** One password at a time in the whole district: logins never keep the database from its threads. */
export class PasswordTurns implements PasswordHashing {
  readonly #hashing: PasswordHashing;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(hashing: PasswordHashing = { createVerifier, passwordFits }) {
    this.#hashing = hashing;
  }

  createVerifier(password: string): Promise<string> {
    return this.#inTurn(() => this.#hashing.createVerifier(password));
  }

  passwordFits(password: string, verifier: string): Promise<boolean> {
    return this.#inTurn(() => this.#hashing.passwordFits(password, verifier));
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(task);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
