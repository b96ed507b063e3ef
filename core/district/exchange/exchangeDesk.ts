import type { PersonId, Scope } from '../../domain/operation/identity.ts';
import type { DeviceRecord } from '../../domain/record/records.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Result } from '../../kernel/result.ts';
import { deviceSigner, deviceVerifier } from '../../node/deviceKey.ts';
import { isSignedBy, openExchange, sealExchange } from '../../node/exchangeSeal.ts';
import type { Log } from '../../node/logFile.ts';
import {
  EXCHANGE_RAW_MAX,
  parseExchangeActs,
  parseExchangeFile,
} from '../../protocol/sync/exchange.ts';
import type { ExchangeActs, ExchangeFile } from '../../protocol/sync/exchange.ts';
import type { WireDecision } from '../../protocol/sync/frames.ts';
import type { District } from '../openDistrict.ts';
import { bringActs, isStreet } from '../station/stationDesk.ts';
import type { AskRefusal, Asks } from '../sync/asks.ts';
import { PageTexts } from '../sync/pageTexts.ts';
import { mayRead } from '../sync/readable.ts';

type Parts = { readonly district: District; readonly asks: Asks; readonly log: Log };
type Answered = Promise<Result<unknown, AskRefusal>>;

type Opened = { readonly acts: ExchangeActs; readonly device: DeviceRecord };

/** What a file brought to the district: decided by now, and waiting for what stands before it or for its author. */
type Brought = {
  readonly decisions: readonly WireDecision[];
  readonly waiting: number;
  /** Of a station alone: nothing waits behind what will never be taken from there. */
  readonly refused?: readonly string[];
  /** Of a station alone: what the others go before on its next stick. */
  readonly later?: readonly string[];
};

export function serveExchange(parts: Parts): void {
  const desk = new ExchangeDesk(parts);
  parts.asks.askOfAdministrators('exchange.bring', (input, person) => desk.bring(input, person));
}

/**
 * Files on a stick, from streets that have no line (docs/adr/0028). An administrator brings them: he can read
 * nothing of them. What is in one goes through the ordinary door, so that it is harmless however often and by
 * whatever other way it comes; the answer is written anew each time, from where the console then stood.
 */
class ExchangeDesk {
  readonly #parts: Parts;
  readonly #pages: PageTexts;
  readonly #sign: (text: string) => string;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#pages = new PageTexts(parts.district.store);
    this.#sign = deviceSigner(parts.district.secrets.headKey);
  }

  async bring({ text }: Readonly<Record<string, unknown>>, by: PersonId): Answered {
    const file = typeof text === 'string' ? parseExchangeFile(text) : null;
    if (file?.kind !== 'acts') return err({ code: 'exchange/not-a-file' });
    const opened = await this.#opened(file);
    if (!opened.ok) return opened;
    const { acts, device } = opened.value;
    const brought = await (acts.as === 'station'
      ? this.#ofStreet(acts, device)
      : this.#decided(acts, device));
    if (!brought.ok) return brought;
    const answer = await this.#answer(acts, device, brought.value);
    const decided = brought.value.decisions.length;
    this.#parts.log.write('info', 'exchange/brought', { by, device: device.device, decided });
    return ok({ ...answer, decided, waiting: brought.value.waiting });
  }

  /** Whose it is, and what is in it: signature first, then the seal, then what it says. */
  async #opened(file: ExchangeFile): Promise<Result<Opened, AskRefusal>> {
    const { core, secrets, history } = this.#parts.district;
    const device = core.state.recordsOf('device').find((one) => one.device === file.device);
    if (device === undefined || device.revokedAt !== undefined) {
      return err({ code: 'sync/not-enrolled' });
    }
    const verify = deviceVerifier(device.publicKey);
    if (verify === null || !isSignedBy(file, verify)) return err({ code: 'exchange/bent' });
    const plain = await openExchange(file, secrets.dataKey);
    if (plain === null) return err({ code: 'exchange/other-district' });
    const acts = parseExchangeActs(plain);
    if (acts?.replica !== device.replica) return err({ code: 'exchange/not-a-file' });
    if (acts.epoch !== history.epoch) return err({ code: 'exchange/other-history' });
    return ok({ acts, device });
  }

  /** Each batch as its author signed it, in order; what must wait holds up what stands behind it. */
  async #decided(
    acts: ExchangeActs,
    { device, scope }: DeviceRecord,
  ): Promise<Result<Brought, AskRefusal>> {
    const decisions: WireDecision[] = [];
    for (const [i, batch] of acts.batches.entries()) {
      if (batch.device !== device) return err({ code: 'exchange/not-a-file' });
      const answer = await bringActs(this.#parts.district, batch, scope);
      if (!answer.ok) return answer;
      if (answer.value.kind === 'refused') return err({ code: answer.value.code });
      if (answer.value.kind === 'later') {
        const waiting = acts.batches.slice(i).reduce((sum, { ops }) => sum + ops.length, 0);
        return ok({ decisions, waiting });
      }
      decisions.push(...answer.value.decisions);
    }
    return ok({ decisions, waiting: 0 });
  }

  /** Batches of a whole street, each as its author signed it: whoever must wait holds up nobody else. */
  async #ofStreet(
    acts: ExchangeActs,
    { scope }: DeviceRecord,
  ): Promise<Result<Brought, AskRefusal>> {
    if (!isStreet(scope)) return err({ code: 'grant/other-scope' });
    const decisions: WireDecision[] = [];
    const refused: string[] = [];
    const later: string[] = [];
    for (const batch of acts.batches) {
      const answer = await bringActs(this.#parts.district, batch, scope);
      if (!answer.ok) return answer;
      const { value } = answer;
      const ids = batch.ops.map(({ opId }) => opId);
      if (value.kind === 'later') later.push(...ids);
      else if (value.kind === 'refused') refused.push(...ids);
      else decisions.push(...value.decisions);
    }
    return ok({ decisions, waiting: later.length, refused, later });
  }

  async #answer(
    { replica, incarnation, epoch, cursors, as }: ExchangeActs,
    { device, scope }: DeviceRecord,
    { decisions, refused, later: waiting }: Brought,
  ): Promise<{ readonly name: string; readonly text: string; readonly isMore: boolean }> {
    // A station reads no feed: its consoles have the street's cases from their own files, or from the line.
    const own: readonly Scope[] = as === 'station' ? [] : [scope, 'ref', `inbox:${scope}`];
    const texts: string[] = [];
    let room = EXCHANGE_RAW_MAX;
    let isMore = false;
    for (const one of own) {
      if (!mayRead(one, { scope }, null)) continue;
      let from = cursors[one] ?? 0;
      const head = this.#headOf(one);
      while (from < head && room > 0) {
        const page = await this.#pages.page(one, from, head);
        if (page.to <= from) break;
        texts.push(page.text);
        room -= page.text.length;
        from = page.to;
      }
      isMore ||= from < head;
    }
    const told = { replica, incarnation, epoch, decisions, refused, waiting, isMore };
    const said = JSON.stringify(told);
    const body = `${said.slice(0, -1)},"pages":[${texts.join(',')}]}`;
    const by = { dataKey: this.#parts.district.secrets.dataKey, sign: this.#sign };
    const text = await sealExchange({ kind: 'answer', device }, body, by);
    return { name: `${device}-answer-${this.#headOf(scope)}.shaotai`, text, isMore };
  }

  #headOf(scope: Scope): number {
    return this.#parts.district.core.state.heads.get(scope) ?? 0;
  }
}
