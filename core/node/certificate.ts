import { X509Certificate, createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import type { EpochMs } from '../kernel/time.ts';

/**
 * The district's own TLS certificate (X.509 v3, ECDSA P-256), written without any outside program. Nobody
 * vouches for it: consoles pin its SHA-256 fingerprint at enrolment.
 */
export type TlsIdentity = { readonly key: string; readonly cert: string };

export type CertificateOptions = {
  readonly commonName: string;
  /** DNS names and IP addresses under which it is reached. */
  readonly hosts: readonly string[];
  readonly from: EpochMs;
  readonly to: EpochMs;
};

const OID = {
  ecdsaSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  subjectAltName: '2.5.29.17',
} as const;

export function createCertificate(options: CertificateOptions): TlsIdentity {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = pair.publicKey.export({ type: 'spki', format: 'der' });
  const algorithm = sequence(oid(OID.ecdsaSha256));
  const name = sequence(set(sequence(oid(OID.commonName), tagged(0x0c, utf8(options.commonName)))));
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    algorithm,
    name,
    sequence(time(options.from), time(options.to)),
    name,
    spki,
    tagged(0xa3, sequence(...extensions(options.hosts))),
  );
  const signature = sign('sha256', body, pair.privateKey);
  const der = sequence(body, algorithm, bitString(signature));
  return {
    key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem('CERTIFICATE', der),
  };
}

/** SHA-256 of the certificate's DER, 64 lower-case hexadecimal digits: what is pinned. */
export function fingerprintOf(cert: string | Buffer): string {
  const der = typeof cert === 'string' ? new X509Certificate(cert).raw : cert;
  return createHash('sha256').update(der).digest('hex');
}

function extensions(hosts: readonly string[]): Buffer[] {
  const critical = Buffer.from([0x01, 0x01, 0xff]);
  const extension = (id: string, value: Buffer, isCritical = false): Buffer =>
    sequence(oid(id), ...(isCritical ? [critical] : []), tagged(0x04, value));
  const digitalSignature = Buffer.from([0x03, 0x02, 0x07, 0x80]);
  return [
    extension(OID.basicConstraints, sequence(), true),
    extension(OID.keyUsage, digitalSignature, true),
    extension(OID.extendedKeyUsage, sequence(oid(OID.serverAuth))),
    extension(OID.subjectAltName, sequence(...hosts.map(altName))),
  ];
}

function altName(host: string): Buffer {
  if (isIP(host) === 0) return tagged(0x82, Buffer.from(host, 'ascii'));
  return tagged(0x87, isIP(host) === 4 ? Buffer.from(host.split('.').map(Number)) : ipV6(host));
}

function ipV6(host: string): Buffer {
  const [head = '', tail] = host.split('::');
  const words = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((word) => Number.parseInt(word, 16));
  const left = words(head);
  const right = tail === undefined ? [] : words(tail);
  const all = [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
  return Buffer.from(all.flatMap((word) => [word >> 8, word & 0xff]));
}

function time(at: EpochMs): Buffer {
  const digits = new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '');
  // RFC 5280: UTCTime before 2050, GeneralizedTime from then on.
  return digits < '2050' ? tagged(0x17, utf8(digits.slice(2))) : tagged(0x18, utf8(digits));
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tagged(0x06, Buffer.from(bytes));
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes);
}

function bitString(bytes: Buffer): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.from([0]), bytes]));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function set(...parts: readonly Buffer[]): Buffer {
  return tagged(0x31, Buffer.concat(parts));
}

function tagged(tag: number, body: Buffer): Buffer {
  const { length } = body;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

function utf8(text: string): Buffer {
  return Buffer.from(text, 'utf8');
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
