import { request } from 'node:http';
import { hostname } from 'node:os';
import { connect } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { err, ok, type Result } from '../kernel/result.ts';
import { deviceSigner, type DeviceKey } from '../node/deviceKey.ts';
import { fingerprintOf } from '../node/certificate.ts';
import {
  codeFits,
  comeBackText,
  type EnrolReply,
  type EnrolRequest,
} from '../protocol/sync/enrol.ts';
import type { CallInput } from '../protocol/console/calls.ts';
import type { FailureCode } from '../protocol/errors.ts';
import type { Identity } from './identity.ts';

const TIMEOUT_MS = 10_000;
const ANSWER_BYTES_MAX = 64 * 1024;

/**
 * First contact with a district: a one-time code against a device's public key. The certificate seen here
 * is pinned; from now on nobody else is believed. Whoever shows another certificate than the code was made
 * for is told nothing, not even the code.
 */
export async function enrol(
  input: CallInput<'setup.enrol'>,
  key: DeviceKey,
): Promise<Result<Identity, FailureCode>> {
  const { address, code, name } = input;
  const asked = await ask(address, { code, name, publicKey: key.publicKey });
  if (!asked.ok) return asked;
  const { reply, fingerprint } = asked.value;
  return ok({ ...reply, ...key, district: address, fingerprint, isDemo: false });
}

/**
 * A district that was put back from a backup does not know a console that was enrolled later. With a new code
 * it takes it again as the one that it is: nothing here is made anew, so what was acknowledged is still sent.
 */
export async function enrolAgain(
  code: string,
  address: string,
  identity: Identity,
): Promise<Result<void, FailureCode>> {
  const { device, replica, scope, publicKey } = identity;
  const proof = deviceSigner(identity)(comeBackText(code, device, replica));
  const again = { device, replica, scope, proof };
  const body = { code, name: hostname().slice(0, 60), publicKey, again };
  const asked = await ask(address, body, identity.fingerprint);
  return asked.ok ? ok(undefined) : asked;
}

type Taken = { readonly reply: EnrolReply; readonly fingerprint: string | null };

/** `pinned`: the certificate that is believed already, or null when this line shows it for the first time. */
async function ask(
  address: string,
  body: EnrolRequest,
  pinned: string | null = null,
): Promise<Result<Taken, FailureCode>> {
  const url = enrolUrl(address);
  if (url === null) return err('setup/unreachable');
  const trusted = await trustedLine(url, body.code);
  if (!trusted.ok) return trusted;
  const secured = trusted.value;
  const fingerprint = secured === null ? null : secured.fingerprint;
  if (pinned !== null && fingerprint !== pinned) return hangUp(secured);
  const answered = await post(url, body, secured?.socket ?? null);
  if (answered === null) return err('setup/unreachable');
  if (answered.status !== 200) return err(codeIn(answered));
  return ok({ reply: answered.body as unknown as EnrolReply, fingerprint });
}

function hangUp(secured: Secured | null): Result<never, FailureCode> {
  secured?.socket.destroy();
  return err('setup/wrong-certificate');
}

function codeIn({ body }: Answered): FailureCode {
  return body['code'] === 'setup/other-scope' ? 'setup/other-scope' : 'setup/bad-code';
}

/** A line on which the code may be said: this machine's own, or TLS with the certificate it was made for. */
async function trustedLine(url: URL, code: string): Promise<Result<Secured | null, FailureCode>> {
  if (url.protocol !== 'https:') {
    return isLoopback(url.hostname) ? ok(null) : err('setup/wrong-certificate');
  }
  const secured = await secure(url);
  if (secured === null) return err('setup/unreachable');
  if (codeFits(code, secured.fingerprint)) return ok(secured);
  return hangUp(secured);
}

function enrolUrl(address: string): URL | null {
  const text = address.includes('://') ? address.replace(/^ws/, 'http') : `http://${address}`;
  return URL.canParse(text) ? new URL('/enrol', text) : null;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '[::1]';
}

type Secured = { readonly socket: TLSSocket; readonly fingerprint: string };

/** A TLS connection to whoever answers there, and what he shows; nothing has been said on it yet. */
function secure(url: URL): Promise<Secured | null> {
  const port = url.port === '' ? 443 : Number(url.port);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = connect({ host, port, rejectUnauthorized: false, timeout: TIMEOUT_MS }, () => {
      resolve({ socket, fingerprint: fingerprintOf(socket.getPeerCertificate().raw) });
    });
    const fail = (): void => {
      socket.destroy();
      resolve(null);
    };
    socket.on('error', fail);
    socket.on('timeout', fail);
  });
}

type Answered = {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
};

function post(url: URL, body: unknown, secured: TLSSocket | null): Promise<Answered | null> {
  return new Promise((resolve) => {
    const sent = request(
      {
        host: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port,
        path: url.pathname,
        method: 'POST',
        timeout: TIMEOUT_MS,
        headers: { 'content-type': 'application/json' },
        ...(secured === null ? {} : { createConnection: () => secured }),
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          if (text.length > ANSWER_BYTES_MAX) response.destroy();
        });
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, body: parsed(text) });
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
