import { bothWays } from '../host/sync/bothWays.ts';
import { SYNC_DOOR } from '../host/sync/districtLink.ts';
import type { DistrictAddress } from '../host/sync/districtLink.ts';
import type { Identity } from '../host/identity.ts';
import { deviceSigner } from '../node/deviceKey.ts';
import type { Json } from '../kernel/mergePatch.ts';
import { MINUTE_MS } from '../kernel/time.ts';
import type { Clock } from '../kernel/time.ts';
import type { Log } from '../node/logFile.ts';
import { systemRandom } from '../node/systemClock.ts';
import type { ServerFrame } from '../protocol/sync/frames.ts';
import { AppError } from '../protocol/errors.ts';
import { STREET_ASKS, parseBroughtAnswer, parseNamed } from '../protocol/sync/street.ts';
import { SYNC_NONCE } from '../protocol/sync/syncNonce.ts';
import type {
  BroughtActs,
  BroughtAnswer,
  DistrictMark,
  StreetDevice,
} from '../protocol/sync/street.ts';
import { PROTOCOLS, type Protocols } from '../protocol/sync/versions.ts';
import { refusalOf } from '../sync/greeting.ts';
import { Line } from '../sync/line.ts';
import { createRequests } from '../sync/requests.ts';
import type { Requests } from '../sync/requests.ts';

const TICK_MS = 250;
const BEAT_MS = 2_000;
/** A batch of acts may take minutes on a slow line; a line that is gone is noticed by its silence. */
const ANSWER_MS = 10 * MINUTE_MS;

export type UpstreamPorts = {
  readonly identity: Identity;
  readonly address: DistrictAddress;
  readonly program: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly onChange: (isUp: boolean) => void;
  /** Which district this is, as it says itself; a program before sticks of stations says nothing. */
  readonly onDistrict: (mark: DistrictMark) => Promise<void>;
  readonly protocols?: Protocols;
};

/** The station's own line to the district: it greets as a device of its street and reads no feed. */
export class Upstream {
  readonly #ports: UpstreamPorts;
  readonly #line: Line;
  readonly #requests: Requests;
  readonly #sign: (text: string) => string;
  readonly #timer: NodeJS.Timeout;
  #beatAt = 0;
  /** Since when an answer to a beat is awaited. */
  #unanswered: number | null = null;
  #onLine = 0;
  #isUp = false;
  #isStopped = false;

  constructor(ports: UpstreamPorts) {
    this.#ports = ports;
    const { address, clock, identity } = ports;
    this.#sign = deviceSigner(identity);
    this.#requests = createRequests(() => clock.mono(), ANSWER_MS);
    this.#line = new Line({
      clock,
      dice: { next: () => Buffer.from(systemRandom(4)).readUInt32BE() / 2 ** 32 },
      link: bothWays(address, SYNC_DOOR, {
        mono: () => clock.mono(),
        onWay: (way) => {
          ports.log.write('info', 'station/way', { way });
        },
      }),
      wake: () => setImmediate(() => this.#turn()),
    });
    this.#timer = setInterval(() => this.#turn(), TICK_MS);
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  async devices(): Promise<readonly StreetDevice[]> {
    const named = readable(parseNamed(await this.#ask(STREET_ASKS.devices, {})));
    if (named.district !== undefined) await this.#ports.onDistrict(named.district);
    return named.devices;
  }

  async bring(acts: BroughtActs): Promise<BroughtAnswer> {
    return readable(parseBroughtAnswer(await this.#ask(STREET_ASKS.bring, acts)));
  }

  close(): void {
    this.#isStopped = true;
    clearInterval(this.#timer);
    this.#line.hangUp(0);
    this.#requests.abandon();
  }

  async #ask(name: string, input: object): Promise<unknown> {
    const answer = await this.#requests.ask({ f: 'ask', name, input }, (frame) => {
      this.#line.send(frame);
    });
    if (!answer.ok)
      throw new AppError('link/unknown-call', { details: refusedFor(name, answer.value) });
    return answer.value;
  }

  #turn(): void {
    if (this.#isStopped) return;
    for (let frame = this.#line.next(); frame !== null; frame = this.#line.next()) {
      this.#receive(frame);
    }
    this.#line.keep(this.#unanswered);
    if (this.#onLine !== this.#line.number) {
      this.#onLine = this.#line.number;
      this.#unanswered = null;
      this.#requests.abandon();
    }
    this.#requests.expire();
    this.#beat();
    const isUp = this.#line.phase === 'online';
    if (isUp === this.#isUp) return;
    this.#isUp = isUp;
    this.#ports.onChange(isUp);
  }

  #beat(): void {
    const now = this.#ports.clock.mono();
    if (now - this.#beatAt < BEAT_MS) return;
    this.#beatAt = now;
    // One station, not a hall of consoles: it need not knock ever more slowly.
    if (this.#line.phase === 'closed' && this.#line.shown.line !== 'refused') this.#line.nudge();
    if (this.#line.phase !== 'online') return;
    this.#unanswered ??= now;
    this.#line.send({ f: 'clock', sent: now });
  }

  #receive(frame: ServerFrame): void {
    this.#unanswered = null;
    if (frame.f === 'challenge') this.#greet(frame.nonce);
    else if (frame.f === 'welcome') this.#line.online();
    else if (frame.f === 'answer') {
      this.#requests.answered(frame.id, { ok: frame.ok, value: frame.value as never });
    } else if (frame.f === 'refuse' && frame.code === 'sync/drill') this.#line.hangUp(null);
    else if (frame.f === 'refuse') {
      this.#ports.log.write('error', 'station/refused', { code: refusalOf(frame) });
      this.#line.refused();
    }
  }

  #greet(nonce: string): void {
    if (!nonce.startsWith(SYNC_NONCE)) return this.#line.hangUp(null);
    const { identity, protocols = PROTOCOLS } = this.#ports;
    const { device, replica } = identity;
    this.#line.greeting();
    this.#line.send({
      f: 'hello',
      ...protocols,
      program: this.#ports.program,
      device,
      replica,
      incarnation: 1,
      scopes: [],
      epoch: null,
      cursors: {},
      proof: this.#sign(nonce),
      session: null,
      as: 'station',
    });
  }
}

/** A district that says it otherwise is of a release that this program does not know. */
function readable<T>(parsed: T | null): T {
  if (parsed === null) throw new AppError('link/version', { retry: 'backoff' });
  return parsed;
}

/** For the log: what was asked, and the district's own code. */
function refusedFor(ask: string, value: Json): Record<string, string> {
  const said =
    typeof value === 'object' && value !== null && 'code' in value ? value['code'] : null;
  return { ask, code: typeof said === 'string' ? said : 'unsaid' };
}
