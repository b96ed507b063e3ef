import type { Scope, SeatId, PersonId } from '../../domain/operation/identity.ts';
import { DAY_MS } from '../../kernel/time.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { SqlDatabase } from '../../storage/sqlDatabase.ts';

export type LoginRow = {
  readonly login: string;
  readonly person: PersonId;
  readonly verifier: string;
  readonly tries: number;
  readonly lockedUntil: EpochMs;
};

export type SessionRow = {
  readonly tokenHash: string;
  readonly person: PersonId;
  readonly seat: SeatId;
  readonly device: string;
  readonly openedAt: EpochMs;
  readonly until: EpochMs;
};

export type CodeRow = {
  readonly codeHash: string;
  readonly scope: Scope;
  readonly issuedBy: PersonId;
  readonly expiresAt: EpochMs;
};

/** Before the token hash of a sitting that nobody showed a password for: no token has this hash. */
export const VOUCHED = 'vouched:';
/** An act may come this late and is still believed to its author. */
const KEPT_MS = 400 * DAY_MS;

/** Passwords' verifiers, sessions, one-time codes: what never enters an operation or a feed. */
export interface SecretStore {
  login(login: string): Promise<LoginRow | null>;
  putLogins(rows: readonly Pick<LoginRow, 'login' | 'person' | 'verifier'>[]): Promise<void>;
  /** False, and nothing written, when somebody has this login. */
  addLogin(row: Pick<LoginRow, 'login' | 'person' | 'verifier'>): Promise<boolean>;
  setTries(login: string, tries: number, lockedUntil: EpochMs): Promise<void>;
  loginsOf(): Promise<ReadonlyMap<PersonId, string>>;
  openSession(row: SessionRow): Promise<void>;
  /** The person's sessions and codes open nothing from now on; who sat where until now is kept. */
  endSessions(person: PersonId, now: EpochMs): Promise<void>;
  putSessions(rows: readonly SessionRow[]): Promise<void>;
  /** Also those that are over: who sat where is asked of acts that come late. */
  sessions(): Promise<readonly SessionRow[]>;
  session(tokenHash: string): Promise<SessionRow | null>;
  putCode(row: CodeRow): Promise<void>;
  /**
   * The code, once: a second call with the same code finds nothing. Of another scope than the one that is wanted it
   * is left as it is.
   */
  takeCode(
    codeHash: string,
    now: EpochMs,
    wanted?: string,
  ): Promise<CodeRow | 'other-scope' | null>;
  /** No open code of whoever was logged in at the device since then makes a device any more. */
  voidCodesOf(device: string, since: EpochMs, now: EpochMs): Promise<void>;
}

export function sqlSecretStore(database: SqlDatabase): SecretStore {
  return {
    login: (login) =>
      database.read((reader) =>
        reader.get<LoginRow>(
          `SELECT login, person, verifier, tries, locked_until AS "lockedUntil"
           FROM login WHERE login = ?`,
          [login],
        ),
      ),
    putLogins: (rows) =>
      database.write(async (tx) => {
        const values = rows.map(({ login, person, verifier }) => [login, person, verifier]);
        const into = { table: 'login', key: ['login'] };
        await tx.upsertRows(into, ['login', 'person', 'verifier'], values);
      }),
    addLogin: ({ login, person, verifier }) =>
      database.write(async (tx) => {
        const sql =
          'INSERT INTO login (login, person, verifier) VALUES (?, ?, ?) ON CONFLICT (login) DO NOTHING';
        return (await tx.run(sql, [login, person, verifier])).changes === 1;
      }),
    setTries: (login, tries, lockedUntil) =>
      database.write(async (tx) => {
        const sql = 'UPDATE login SET tries = ?, locked_until = ? WHERE login = ?';
        await tx.run(sql, [tries, lockedUntil, login]);
      }),
    loginsOf: () =>
      database.read(async (reader) => {
        const rows = await reader.all<{ login: string; person: string }>(
          'SELECT login, person FROM login',
        );
        return new Map(rows.map(({ login, person }) => [person, login]));
      }),
    ...sessionRows(database),
    ...codeRows(database),
  };
}

type CodeRows = Pick<SecretStore, 'putCode' | 'takeCode' | 'voidCodesOf'>;

function codeRows(database: SqlDatabase): CodeRows {
  return {
    putCode: (row) =>
      database.write(async (tx) => {
        await tx.run(
          `INSERT INTO enrol_code (code_hash, scope, issued_by, expires_ms) VALUES (?, ?, ?, ?)`,
          [row.codeHash, row.scope, row.issuedBy, row.expiresAt],
        );
      }),
    takeCode: (codeHash, now, wanted) =>
      database.write(async (tx) => {
        const open = await tx.get<CodeRow>(
          `SELECT code_hash AS "codeHash", scope, issued_by AS "issuedBy", expires_ms AS "expiresAt"
           FROM enrol_code WHERE code_hash = ? AND used_ms IS NULL AND expires_ms > ?`,
          [codeHash, now],
        );
        if (open === null) return null;
        if (wanted !== undefined && wanted !== open.scope) return 'other-scope';
        const used = await tx.run(
          'UPDATE enrol_code SET used_ms = ? WHERE code_hash = ? AND used_ms IS NULL',
          [now, codeHash],
        );
        return used.changes === 1 ? open : null;
      }),
    voidCodesOf: (device, since, now) =>
      database.write(async (tx) => {
        await tx.run(
          `UPDATE enrol_code SET used_ms = ? WHERE used_ms IS NULL AND issued_by IN
             (SELECT person FROM session
              WHERE device = ? AND until_ms > ? AND token_hash NOT LIKE ?)`,
          [now, device, since, `${VOUCHED}%`],
        );
      }),
  };
}

type SessionRows = Pick<
  SecretStore,
  'openSession' | 'endSessions' | 'putSessions' | 'sessions' | 'session'
>;

function sessionRows(database: SqlDatabase): SessionRows {
  return {
    openSession: (row) =>
      database.write(async (tx) => {
        await tx.run('DELETE FROM session WHERE until_ms < ?', [row.openedAt - KEPT_MS]);
        await tx.run(
          `INSERT INTO session (token_hash, person, seat, device, opened_ms, until_ms)
           VALUES (?, ?, ?, ?, ?, ?)`,
          [row.tokenHash, row.person, row.seat, row.device, row.openedAt, row.until],
        );
      }),
    endSessions: (person, now) =>
      database.write(async (tx) => {
        const sql = 'UPDATE session SET until_ms = ? WHERE person = ? AND until_ms > ?';
        await tx.run(sql, [now, person, now]);
        const codes = 'UPDATE enrol_code SET used_ms = ? WHERE issued_by = ? AND used_ms IS NULL';
        await tx.run(codes, [now, person]);
      }),
    putSessions: (rows) =>
      database.write(async (tx) => {
        const columns = ['token_hash', 'person', 'seat', 'device', 'opened_ms', 'until_ms'];
        const values = rows.map((row) => [
          row.tokenHash,
          row.person,
          row.seat,
          row.device,
          row.openedAt,
          row.until,
        ]);
        await tx.upsertRows({ table: 'session', key: ['token_hash'] }, columns, values);
      }),
    sessions: () =>
      database.read((reader) =>
        reader.all<SessionRow>(
          `SELECT token_hash AS "tokenHash", person, seat, device, opened_ms AS "openedAt",
                  until_ms AS "until" FROM session`,
        ),
      ),
    session: (tokenHash) =>
      database.read((reader) =>
        reader.get<SessionRow>(
          `SELECT token_hash AS "tokenHash", person, seat, device, opened_ms AS "openedAt",
                  until_ms AS "until" FROM session WHERE token_hash = ?`,
          [tokenHash],
        ),
      ),
  };
}
