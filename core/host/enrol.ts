import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { err, ok, type Result } from '../kernel/result.ts';
import type { DeviceKey } from '../node/deviceKey.ts';
import { fingerprintOf } from '../node/certificate.ts';
import { codeFits, type EnrolReply } from '../protocol/sync/enrol.ts';
import type { CallInput } from '../protocol/console/calls.ts';
import type { FailureCode } from '../protocol/errors.ts';
import type { Identity } from './identity.ts';

const TIMEOUT_MS = 10_000;
const ANSWER_BYTES_MAX = 64 * 1024;

/**
 * First contact with a district: a one-time code against a device's public key. The certificate seen here
 * is pinned; from now on nobody else is believed.
 */
export async function enrol(
  input: CallInput<'setup.enrol'>,
  key: DeviceKey,
): Promise<Result<Identity, FailureCode>> {
  const { code, name } = input;
  const url = enrolUrl(input.address);
  if (url === null) return err('setup/unreachable');
  const answered = await post(url, { code, name, publicKey: key.publicKey });
  if (answered === null) return err('setup/unreachable');
  const { status, body, fingerprint } = answered;
  if (fingerprint !== null && !codeFits(code, fingerprint)) return err('setup/wrong-certificate');
  if (status !== 200) return err('setup/bad-code');
  return ok({
    ...(body as unknown as EnrolReply),
    ...key,
    district: input.address,
    fingerprint,
    isDemo: false,
  });
}

function enrolUrl(address: string): URL | null {
  const text = address.includes('://') ? address.replace(/^ws/, 'http') : `http://${address}`;
  return URL.canParse(text) ? new URL('/enrol', text) : null;
}

type Answered = {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly fingerprint: string | null;
};

function post(url: URL, body: unknown): Promise<Answered | null> {
  const isTls = url.protocol === 'https:';
  const request = isTls ? tlsRequest : plainRequest;
  return new Promise((resolve) => {
    const sent = request(
      url,
      {
        method: 'POST',
        timeout: TIMEOUT_MS,
        headers: { 'content-type': 'application/json' },
        ...(isTls ? { rejectUnauthorized: false } : {}),
      },
      (response) => {
        const socket = response.socket as TLSSocket;
        const fingerprint = isTls ? fingerprintOf(socket.getPeerCertificate().raw) : null;
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          if (text.length > ANSWER_BYTES_MAX) response.destroy();
        });
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, body: parsed(text), fingerprint });
        });
        response.on('error', () => {
          resolve(null);
        });
      },
    );
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => {
      resolve(null);
    });
    sent.end(JSON.stringify(body));
  });
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // No answer of ours: the caller sees that the code is missing.
    return {};
  }
}
