import { stubOf } from '../../domain/case/caseStub.ts';
import { endedAt } from '../../domain/case/endedAt.ts';
import { STUB_DAYS } from '../../domain/case/hotSet.ts';
import type { PersonId, Scope } from '../../domain/operation/identity.ts';
import { SHARED_KINDS } from '../../domain/record/records.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Result } from '../../kernel/result.ts';
import { DAY_MS } from '../../kernel/time.ts';
import type { Clock } from '../../kernel/time.ts';
import type { Log } from '../../node/logFile.ts';
import { nodeHashing } from '../../node/nodeHashing.ts';
import { DeviceTickets } from '../deviceTickets.ts';
import { makePerson, resetPassword } from '../makePerson.ts';
import type { District } from '../openDistrict.ts';
import { endTickets } from '../revocations.ts';
import type { StoredDecision } from '../store/districtStore.ts';
import { isForgotten } from '../store/forgotten.ts';
import { recordScopes } from '../store/wireText.ts';
import {
  parseRecordAsked,
  parseStubsAsked,
  parseSumRange,
} from '../../protocol/sync/parseFrames.ts';
import type { Enrolment } from './enrolment.ts';
import type { NumberLeases } from './numberLeases.ts';
import type { Presence } from './presence.ts';
import { ScopeSums } from './scopeSums.ts';

export type Asker = {
  readonly device: string;
  readonly replica: string;
  readonly incarnation: number;
  readonly scope: Scope;
  readonly person: PersonId | null;
};

const STUBS_A_PAGE = 500;

export type AskRefusal = { readonly code: string };
type Answered = Promise<Result<unknown, AskRefusal>>;
type Ask = (input: Readonly<Record<string, unknown>>, asker: Asker) => Answered;

export type AskPorts = {
  readonly district: District;
  readonly clock: Clock;
  readonly log: Log;
  readonly presence: Presence;
  readonly enrolment: Enrolment;
  readonly leases: NumberLeases;
};

/** Questions that only the district can answer now, each with its own right to ask. */
export class Asks {
  readonly #ports: AskPorts;
  /** For the profile's files, which are the console's: whoever is logged in there. */
  readonly #refTokens: DeviceTickets<'reference'>;
  /** What a scope's cases amount to, for whoever compares. */
  readonly sums: ScopeSums;
  readonly #asks: Record<string, Ask>;
  readonly #stop: () => void;

  constructor(ports: AskPorts) {
    this.#ports = ports;
    this.#refTokens = new DeviceTickets(() => ports.clock.mono());
    this.sums = new ScopeSums(ports.district.store, ports.clock, nodeHashing);
    this.#stop = endTickets(ports.district, this.#refTokens);
    this.#asks = {
      'case.get': (input, asker) => this.#case(input, asker),
      'scope.sums': (input, asker) => this.#sums(input, asker),
      'record.get': (input) => this.#record(input),
      'stubs.page': (input, asker) => this.#stubs(input, asker),
      'ref.open': (_, asker) => this.#refToken(asker),
      'numbers.more': (_, asker) => this.#moreNumbers(asker),
      'devices.list': (_, asker) => this.#asAdministrator(asker, () => this.#devices()),
      'devices.code': (input, asker) =>
        this.#asAdministrator(asker, (person) => this.#code(input, person)),
      'people.list': (input, asker) => this.#asAdministrator(asker, () => this.#people(input)),
      'people.make': (input, asker) =>
        this.#asAdministrator(asker, (person) => this.#person(input, person)),
      'people.password': (input, asker) =>
        this.#asAdministrator(asker, (person) => this.#again(input, person)),
    };
  }

  close(): void {
    this.#stop();
  }

  answer(name: string, input: unknown, asker: Asker): Answered {
    const ask = Object.hasOwn(this.#asks, name) ? this.#asks[name] : undefined;
    if (ask === undefined) return refuse('link/unknown-call');
    return ask(typeof input === 'object' && input !== null ? { ...input } : {}, asker);
  }

  /** Another part of the district answers this question, to every console. */
  provide(name: string, answer: () => unknown): void {
    this.#asks[name] = () => Promise.resolve(ok(answer()));
  }

  /** The same, where it matters who asks. */
  provideTo(name: string, answer: Ask): void {
    this.#asks[name] = answer;
  }

  /** The same, to administrators of the district. */
  provideToAdministrators(name: string, answer: () => Promise<unknown>): void {
    this.#asks[name] = (_, asker) => this.#asAdministrator(asker, async () => ok(await answer()));
  }

  /** The same, of something that they bring. */
  askOfAdministrators(
    name: string,
    answer: (input: Readonly<Record<string, unknown>>, person: PersonId) => Answered,
  ): void {
    this.#asks[name] = (input, asker) =>
      this.#asAdministrator(asker, (person) => answer(input, person));
  }

  isRefToken(token: string): boolean {
    return this.#refTokens.look(token) !== null;
  }

  async #case(input: Readonly<Record<string, unknown>>, asker: Asker): Answered {
    const { caseId } = input;
    if (typeof caseId !== 'string') return refuse('op/schema');
    const { store } = this.#ports.district;
    const [found] = await store.cases([caseId]);
    const nothing = { caseId, doc: null, stateHash: null, events: [], stub: null };
    if (found === undefined) return ok(nothing);
    const isMember = found.doc.members[asker.scope] === true;
    if (!isMember) {
      const wasMember = found.doc.left?.[asker.scope] !== undefined;
      return ok(wasMember ? { ...nothing, stub: stubOf(found.doc) } : nothing);
    }
    const { ver } = found.doc;
    const history = await store.history(caseId, 0);
    // What was decided between the two reads is not in the document and comes by the feed.
    const upTo = history.filter((one) => (one.decision.ver ?? 0) <= ver && !isForgotten(one));
    const events = upTo.map(({ op, decision }) => ({
      op,
      ...readableBy(decision, op.scope, asker.scope),
    }));
    return ok({ caseId, doc: found.doc, stateHash: found.stateHash, events, stub: null });
  }

  /** Of the scope that a console stands in, and of what all are told: it compares what it holds. */
  async #sums(input: Readonly<Record<string, unknown>>, { scope }: Asker): Answered {
    const range = parseSumRange(input);
    if (range === null || ![scope, 'ref'].includes(range.scope)) return refuse('op/schema');
    const answer = await this.sums.parts(range.scope as Scope, range);
    return answer === null ? refuse('op/schema') : ok(answer);
  }

  /** Of those that every console is told of. */
  async #record(input: Readonly<Record<string, unknown>>): Answered {
    const asked = parseRecordAsked(input);
    const type = SHARED_KINDS.find((kind) => asked?.key.startsWith(`${kind}/`) === true);
    if (asked === null || type === undefined) return refuse('op/schema');
    const { store } = this.#ports.district;
    const [found] = await store.records(type, [asked.key.slice(type.length + 1)]);
    return ok({ doc: found?.doc ?? null });
  }

  /** What ended long ago in the scope that a console stands in. */
  async #stubs(input: Readonly<Record<string, unknown>>, { scope }: Asker): Answered {
    const asked = parseStubsAsked(input);
    if (asked === null) return refuse('op/schema');
    const { district, clock } = this.#ports;
    const since = clock.wall() - STUB_DAYS * DAY_MS;
    const cases = await district.store.ended(scope, { ...asked, since, cases: STUBS_A_PAGE });
    const stubs = cases.map(({ doc }) => ({ stub: stubOf(doc), endedAt: endedAt(doc) }));
    return ok({ stubs, isLast: stubs.length < STUBS_A_PAGE });
  }

  #refToken({ device }: Asker): Answered {
    const token = this.#refTokens.give({ device, person: null }, 'reference');
    return Promise.resolve(ok({ token }));
  }

  async #moreNumbers(asker: Asker): Answered {
    const leased = await this.#ports.leases.more(asker, asker.incarnation);
    return leased.ok ? ok({}) : refuse(leased.error);
  }

  #devices(): Answered {
    const { district, presence } = this.#ports;
    const devices = district.core.state.recordsOf('device').map((one) => ({
      device: one.device,
      name: one.name,
      scope: one.scope,
      replica: one.replica,
      enrolledAt: one.enrolledAt,
      revokedAt: one.revokedAt ?? null,
      lastSeen: presence.deviceSeen(one.device),
    }));
    return Promise.resolve(ok({ devices }));
  }

  async #code(input: Readonly<Record<string, unknown>>, person: PersonId): Answered {
    const { scope } = input;
    if (typeof scope !== 'string' || !this.isPlace(scope)) return refuse('op/schema');
    return ok(await this.#ports.enrolment.issue(scope, person));
  }

  /** Whether consoles can stand there. */
  isPlace(scope: string): scope is Scope {
    const { streets, intakeCenters, units } = this.#ports.district.profile.catalogue;
    return (
      scope === 'district' ||
      streets.some((one) => scope === `street:${one.code}`) ||
      intakeCenters.some((one) => scope === one.scope) ||
      units.some((one) => one.hasConsole && scope === `unit:${one.id}`)
    );
  }

  async #people(input: Readonly<Record<string, unknown>>): Answered {
    const { district, clock } = this.#ports;
    const text = typeof input['text'] === 'string' ? input['text'].trim().toLowerCase() : '';
    const from = Math.max(0, Number(input['from'] ?? 0));
    const count = Math.min(200, Math.max(1, Number(input['count'] ?? 100)));
    const logins = await district.secretStore.loginsOf();
    const all = district.people.all.filter(
      (one) =>
        text === '' ||
        one.name.includes(text) ||
        one.initials.includes(text) ||
        one.workNo.startsWith(text) ||
        (logins.get(one.id) ?? '').includes(text),
    );
    const people = all.slice(from, from + count).map((one) => ({
      person: one.id,
      name: one.name,
      login: logins.get(one.id) ?? null,
      grants: district.grantsOf(one.id, clock.wall()),
    }));
    return ok({ total: all.length, people });
  }

  async #person(input: Readonly<Record<string, unknown>>, by: PersonId): Answered {
    const { name, login, password } = input;
    if (typeof name !== 'string' || typeof login !== 'string' || typeof password !== 'string')
      return refuse('op/schema');
    const made = await makePerson(this.#ports.district, { name, login, password });
    if (!made.ok) return refuse(made.error);
    this.#ports.log.write('info', 'people/made', { by, person: made.value });
    return ok({ person: made.value });
  }

  async #again(input: Readonly<Record<string, unknown>>, by: PersonId): Answered {
    const { person, password } = input;
    if (typeof person !== 'string' || typeof password !== 'string') return refuse('op/schema');
    const done = await resetPassword(this.#ports.district, { person, password });
    if (!done.ok) return refuse(done.error);
    this.#ports.log.write('info', 'people/password-reset', { by, person });
    return ok({});
  }

  /** Of the whole district: whoever may give logins and reset passwords could become anybody. */
  #asAdministrator(asker: Asker, run: (person: PersonId) => Answered): Answered {
    const { district, clock } = this.#ports;
    if (asker.person === null) return refuse('session/needed');
    const grants = district.grantsOf(asker.person, clock.wall());
    const isAdministrator = grants.some(
      ({ role, scope }) => role === 'administrator' && scope === 'district',
    );
    return isAdministrator ? run(asker.person) : refuse('grant/none');
  }
}

function readableBy(decision: StoredDecision, opScope: Scope, scope: Scope): StoredDecision {
  const records = decision.records.filter(({ type }) =>
    recordScopes(type, opScope).includes(scope),
  );
  return { ...decision, records };
}

function refuse(code: string): Promise<Result<never, AskRefusal>> {
  return Promise.resolve(err({ code }));
}
