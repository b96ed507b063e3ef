/** Where values are of one moment or one machine: there the kind of value is compared, not the value. */
const OF_THE_MOMENT: ReadonlySet<string> = new Set([
  'nonce',
  'protocol',
  'minProtocol',
  'epoch',
  'token',
  'verifier',
  'seq',
  'serverSeq',
  'durableSeq',
  'from',
  'to',
  'head',
  'chain',
  // Over whole documents, which may have more words today: held against the effects by `statesOf`.
  'stateHash',
  'sum',
]);

/**
 * What a program of another day says differently from what was recorded, by its path; nothing where whoever knew
 * the recorded words reads the same out of these. More may be said today, never less.
 */
export function differences(recorded: unknown, now: unknown, path = ''): string[] {
  const key = path.slice(path.lastIndexOf('.') + 1);
  if (kindOf(recorded) !== kindOf(now)) return [`${path}: ${text(recorded)} is ${text(now)}`];
  if (Array.isArray(recorded) && Array.isArray(now)) {
    if (recorded.length !== now.length) return [`${path}: ${recorded.length} are ${now.length}`];
    return recorded.flatMap((one, i) => differences(one, now[i], `${path}[${i}]`));
  }
  if (typeof recorded === 'object' && recorded !== null) {
    const had = recorded as Readonly<Record<string, unknown>>;
    const has = now as Readonly<Record<string, unknown>>;
    if (isOfProgram(had)) return kindsOnly(had, has, path);
    return Object.keys(had).flatMap((one) => differences(had[one], has[one], `${path}.${one}`));
  }
  if (OF_THE_MOMENT.has(key) || path.includes('.heads.') || recorded === now) return [];
  return [`${path}: ${text(recorded)} is ${text(now)}`];
}

/** Of a value of today what a program of then knows of it: without the words that were added since. */
export function asKnownThen(recorded: unknown, now: unknown): unknown {
  if (Array.isArray(recorded) && Array.isArray(now)) {
    return now.map((one, i) => asKnownThen(recorded[i], one));
  }
  if (kindOf(recorded) !== 'object' || kindOf(now) !== 'object') return now;
  const had = recorded as Readonly<Record<string, unknown>>;
  const known = Object.entries(now as object).filter(([key]) => key in had);
  return Object.fromEntries(known.map(([key, one]) => [key, asKnownThen(had[key], one)]));
}

/** What the district's own program says bears an id of that moment, and hashes where they are told. */
function isOfProgram(value: Readonly<Record<string, unknown>>): boolean {
  return value['replica'] === 'district' && typeof value['opId'] === 'string';
}

function kindsOnly(
  had: Readonly<Record<string, unknown>>,
  has: Readonly<Record<string, unknown>>,
  path: string,
): string[] {
  const differing = Object.keys(had).filter((one) => kindOf(had[one]) !== kindOf(has[one]));
  const isOther = had['kind'] !== has['kind'];
  return [...differing, ...(isOther ? ['kind'] : [])].map((one) => `${path}.${one}`);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function text(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 120);
}
