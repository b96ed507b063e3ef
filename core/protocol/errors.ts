/** Failures: the world said no. Append-only; a frozen list in the test beside this file holds it. */
export const FAILURE_CODES = [
  'link/closed',
  'link/timeout',
  'link/version',
  'link/unknown-call',
  'session/needed',
  'session/locked',
  'session/bad-login',
  'session/too-many-tries',
  'session/expired-verifier',
  'session/needs-line',
  'setup/bad-code',
  'setup/other-scope',
  'setup/unreachable',
  'setup/wrong-certificate',
  'storage/full',
  'storage/corrupt',
  'storage/busy',
  'storage/from-the-future',
  'storage/read-only',
  'storage/io',
  'storage/outbox-lost',
  'sync/version',
  'sync/not-enrolled',
  'sync/fork',
  'sync/drill',
  'sync/bad-batch',
  'sync/wrong-district',
  'call/gone',
  'call/taken',
  'bundle/missing',
  'file/too-large',
  'file/wrong-bytes',
  'file/not-yet',
  'file/unknown',
  'file/damaged',
  'file/line-cut',
  'session/first-password',
  'session/weak-password',
  'session/seat-taken',
  'session/in-use',
  'setup/has-administrator',
  'people/bad-name',
  'people/bad-login',
  'people/login-taken',
  'people/no-login',
  'session/seat-for-calls',
  'line/demo-only',
  'bug/unexpected',
  'session/no-such-seat',
  'session/busy',
  'session/in-call',
  'storage/from-the-past',
  'backup/none',
  'backup/not-empty',
  'backup/busy',
  'backup/damaged',
  'caller/bad-number',
  'sync/console-older',
  'sync/console-newer',
  'setup/bad-station',
  'setup/bad-address',
  'exchange/not-a-file',
  'exchange/bent',
  'exchange/no-key',
  'exchange/other-district',
  'exchange/other-console',
  'exchange/other-history',
  'exchange/gap',
  'exchange/no-station',
  'link/port-taken',
  'caller/needs-reason',
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];
export type FailureRetry = 'never' | 'backoff' | 'askUser';

/** The only error class of ours that is caught: thrown in the shell, sent over borders as its code. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: FailureCode;
  readonly retry: FailureRetry;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(
    code: FailureCode,
    options: {
      readonly retry?: FailureRetry;
      readonly details?: Readonly<Record<string, string | number>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retry = options.retry ?? 'never';
    this.details = options.details ?? {};
  }
}
