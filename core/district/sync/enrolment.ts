import { createHash, randomInt, randomUUID } from 'node:crypto';
import type { PersonId, Scope } from '../../domain/operation/identity.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Result } from '../../kernel/result.ts';
import { HOUR_MS } from '../../kernel/time.ts';
import type { Clock, EpochMs } from '../../kernel/time.ts';
import { deviceVerifier } from '../../node/deviceKey.ts';
import type { Log } from '../../node/logFile.ts';
import type { FailureCode } from '../../protocol/errors.ts';
import { codeOf, comeBackText, secretOf } from '../../protocol/sync/enrol.ts';
import type { EnrolReply, EnrolRequest } from '../../protocol/sync/enrol.ts';
import type { District } from '../openDistrict.ts';
import { revokedBy } from '../revocations.ts';

const CODE_LIFE_MS = 24 * HOUR_MS;
/** Without letters and digits that are taken for each other when read aloud. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

export type EnrolmentOptions = {
  readonly district: District;
  readonly clock: Clock;
  readonly log: Log;
  /** Null when consoles dial without TLS, on loopback. */
  readonly fingerprint: string | null;
};

/**
 * One-time codes, and the devices made with them. A code ends with what it rests on: with its issuer's
 * sessions when his password is reset, and with the device that he may have asked for it at.
 */
export class Enrolment {
  readonly #options: EnrolmentOptions;

  constructor(options: EnrolmentOptions) {
    this.#options = options;
    options.district.onCommit((entries) => {
      for (const device of revokedBy(entries)) void this.#voidCodesOf(device);
    });
  }

  async issue(
    scope: Scope,
    by: PersonId,
  ): Promise<{ readonly code: string; readonly expiresAt: EpochMs }> {
    const { district, clock, fingerprint } = this.#options;
    const secret = `${letters(5)}-${letters(5)}`;
    const expiresAt = clock.wall() + CODE_LIFE_MS;
    await district.secretStore.putCode({
      codeHash: hashOf(secret),
      scope,
      issuedBy: by,
      expiresAt,
    });
    return { code: codeOf(secret, fingerprint), expiresAt };
  }

  async #voidCodesOf(device: string): Promise<void> {
    const { district, clock, log } = this.#options;
    const now = clock.wall();
    try {
      await district.secretStore.voidCodesOf(device, now - CODE_LIFE_MS, now);
    } catch (cause) {
      log.write('error', 'enrol/codes-not-voided', { device, why: String(cause) });
    }
  }

  async enrol(request: EnrolRequest): Promise<Result<EnrolReply, FailureCode>> {
    const { district, clock, fingerprint } = this.#options;
    const { publicKey, name, again } = request;
    if (deviceVerifier(publicKey) === null) return err('setup/bad-code');
    if (again !== undefined && !this.#isOwn(again, request)) return err('setup/bad-code');
    const codeHash = hashOf(secretOf(request.code));
    // Somebody holds the code of another street in his hand: it is still good there.
    const code = await district.secretStore.takeCode(codeHash, clock.wall(), again?.scope);
    if (code === 'other-scope') return err('setup/other-scope');
    if (code === null) return err('setup/bad-code');
    const { device, replica } = again ?? { device: randomUUID(), replica: randomUUID() };
    const args = { device, replica, publicKey, scope: code.scope, name };
    const act = { kind: 'device.enrol', caseId: null, args } as const;
    const [decision] = await district.core.act([{ ...act, actor: code.issuedBy }]);
    if (decision?.outcome !== 'applied') return err('setup/bad-code');
    return ok({
      device,
      replica,
      scope: code.scope,
      dataKey: district.secrets.dataKey,
      fingerprint,
      district: district.secrets.district,
      profile: district.profile.catalogue.profile,
    });
  }

  /** Whoever comes back has the key, and names no device and no replica that anybody here has or had. */
  #isOwn(
    { device, replica, proof }: NonNullable<EnrolRequest['again']>,
    { publicKey, code }: EnrolRequest,
  ): boolean {
    if (deviceVerifier(publicKey)?.(comeBackText(code, device, replica), proof) !== true) {
      return false;
    }
    const devices = this.#options.district.core.state.recordsOf('device');
    return !devices.some((one) => one.device === device || one.replica === replica);
  }
}

function letters(count: number): string {
  return Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
