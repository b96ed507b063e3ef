import { wgs84 } from '#core/domain/area/point.ts';
import type { ArgsOf } from '#core/domain/operation/args.ts';
import type { CallerRef, Place } from '#core/domain/operation/args.ts';
import type { Result } from '#core/kernel/result.ts';
import { pick, type Rng } from '#core/kernel/rng.ts';
import type { CallOutput } from '#core/protocol/console/calls.ts';
import type { WireError } from '#core/protocol/console/envelope.ts';
import type { HostClient } from './hostClient.ts';

/** Takes one call's worth of a case through the ordinary questions: place, matter, caller, send. */
export async function createCase(
  client: HostClient,
  rng: Rng,
  street: string | null,
): Promise<Result<CallOutput<'op.submit'>, WireError>> {
  const found = await client.do('matter.search', {
    text: pick(rng, ['井盖', '垃圾', '噪', '路灯']),
    limit: 10,
  });
  const matters = found.ok ? found.value.matters : [];
  const matter = matters.length > 0 ? pick(rng, matters) : null;
  const args: ArgsOf['case.create'] = {
    caseNo: null,
    biz: 'hotline',
    channel: 'phone_12345',
    discovery: 'passive',
    type: 'complaint',
    matter: matter?.matter ?? null,
    dictVersion: '',
    title: `关于演练反映第 ${rng.int(1_000_000)} 号的问题`,
    text: '演练来电',
    caller: await drillCaller(client, rng),
    place: await drillPlace(client, rng, street),
    urgency: pick(rng, ['ordinary', 'ordinary', 'urgent', 'critical'] as const),
    callId: null,
    externalNo: [],
    next: matter?.filesAutomatically === true ? 'file' : 'queue',
    answer: null,
    condition: matter?.conditions[0]?.id ?? null,
  };
  return client.do('op.submit', { kind: 'case.create', caseId: null, args });
}

async function drillCaller(client: HostClient, rng: Rng): Promise<CallerRef | null> {
  const sealed = await client.do('caller.seal', {
    number: `1380000${String(rng.int(10_000)).padStart(4, '0')}`,
    name: '演练',
    kind: 'person',
    confidential: false,
  });
  return sealed.ok ? (sealed.value.caller as CallerRef) : null;
}

async function drillPlace(client: HostClient, rng: Rng, street: string | null): Promise<Place> {
  const text = pick(rng, ['胡同', '小区', '大街', '社区', '路', '里']);
  const found = await client.do('place.search', { text, limit: 20 });
  const candidates = found.ok ? found.value.candidates : [];
  const here = candidates.filter((one) => street === null || one.street === street);
  if (here.length === 0) {
    return { point: null, text: '', cell: null, street, by: 'caller', confidence: 0 };
  }
  const place = pick(rng, here);
  return {
    point: wgs84(place.lon, place.lat),
    text: place.name,
    cell: place.cell,
    street: place.street,
    by: 'caller',
    confidence: place.score,
  };
}
