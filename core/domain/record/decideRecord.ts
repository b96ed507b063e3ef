import type { Json } from '../../kernel/mergePatch.ts';
import type { ArgsOf } from '../operation/args.ts';
import type { DecideFacts, Decision, Outcome, RecordPatch } from '../operation/decision.ts';
import type { AnyBody, OperationBody } from '../operation/operation.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import { MINUTE_MS } from '../../kernel/time.ts';
import { drillEnd } from './records.ts';
import { RETENTION_ID } from './retention.ts';

type RecordOpKind =
  | 'call.log'
  | 'shift.open'
  | 'shift.handOver'
  | 'access.note'
  | 'grant.give'
  | 'grant.revoke'
  | 'device.enrol'
  | 'device.revoke'
  | 'drill.cut'
  | 'retention.set'
  | 'numbers.lease'
  | 'ref.publish';

type Said = {
  readonly outcome: Outcome;
  readonly reason?: DomainRefusal;
  readonly records?: readonly RecordPatch[];
};

type RecordActs = {
  readonly [K in RecordOpKind]: (op: OperationBody<K>, facts: DecideFacts) => Said;
};

/** Decides what concerns no case: one record each, its version raised by 1 when it changes. */
export function decideRecord(op: AnyBody, facts: DecideFacts): Decision | null {
  if (!isRecordOp(op)) return null;
  const said = act(op, facts);
  return {
    outcome: said.outcome,
    rule: null,
    reason: said.reason ?? null,
    effects: { casePatch: null, records: said.records ?? [], notices: [], followUps: [] },
  };
}

type RecordOp = Extract<AnyBody, { readonly kind: RecordOpKind }>;

function isRecordOp(op: AnyBody): op is RecordOp {
  return Object.hasOwn(recordActs, op.kind);
}

function act<K extends RecordOpKind>(op: OperationBody<K>, facts: DecideFacts): Said {
  return recordActs[op.kind](op, facts);
}

const recordActs: RecordActs = {
  'call.log'({ args }, facts) {
    const { callId } = args;
    if (facts.record('call', callId) !== null) return { outcome: 'noop' };
    return applied('call', callId, { ...args, ver: 1 });
  },
  'shift.open'({ args }, facts) {
    const before = facts.record('shift', args.seat);
    return applied('shift', args.seat, {
      ...args,
      ver: (before?.ver ?? 0) + 1,
      openedAt: facts.at,
      handOver: null,
    });
  },
  'shift.handOver'({ args }, facts) {
    const before = facts.record('shift', args.seat);
    const { text, openItems } = args;
    return applied('shift', args.seat, {
      seat: args.seat,
      ver: (before?.ver ?? 0) + 1,
      handOver: { text, openItems, at: facts.at },
    });
  },
  // The log is where it stands: nobody reads it but by the audit.
  'access.note': () => ({ outcome: 'applied' }),
  'grant.give'({ args }, facts) {
    const id = `${args.person}/${args.role}/${args.scope}`;
    const before = facts.record('grant', id);
    return applied('grant', id, { ...args, ver: (before?.ver ?? 0) + 1 });
  },
  'grant.revoke'({ args }, facts) {
    const id = `${args.person}/${args.role}/${args.scope}`;
    const before = facts.record('grant', id);
    if (before === null) return revokeOfDirectory(args, facts);
    // A revocation works from when it is decided: what was done before stays done (rule 28).
    return applied('grant', id, { ver: before.ver + 1, to: Math.max(args.at, before.from) });
  },
  'device.enrol'({ args }, facts) {
    const before = facts.record('device', args.device);
    if (before !== null && before.publicKey !== args.publicKey) {
      return { outcome: 'refused-recorded', reason: { code: 'device/exists' } };
    }
    if (before !== null) return { outcome: 'noop' };
    return applied('device', args.device, { ...args, ver: 1, enrolledAt: facts.at });
  },
  'device.revoke'({ args }, facts) {
    const before = facts.record('device', args.device);
    if (before === null) {
      return { outcome: 'refused-recorded', reason: { code: 'device/unknown' } };
    }
    if (before.revokedAt !== undefined) return { outcome: 'noop' };
    const { reason } = args;
    return applied('device', args.device, {
      ver: before.ver + 1,
      revokedAt: facts.at,
      revokeReason: reason,
    });
  },
  'drill.cut'({ args, actor }, facts) {
    const { street, minutes } = args;
    if (!facts.reference.holds(`street:${street}`)) {
      return { outcome: 'refused-recorded', reason: { code: 'drill/no-street' } };
    }
    const before = facts.record('drill', street);
    const isOn = before !== null && drillEnd(before) > facts.at;
    const ver = (before?.ver ?? 0) + 1;
    if (minutes === 0) {
      return isOn ? applied('drill', street, { ver, endedAt: facts.at }) : { outcome: 'noop' };
    }
    if (isOn) return { outcome: 'superseded', reason: { code: 'drill/on-already' } };
    const until = facts.at + minutes * MINUTE_MS;
    return applied('drill', street, {
      ...{ street, ver, by: actor, from: facts.at, until },
      endedAt: null,
    });
  },
  'retention.set'({ args: { years }, actor }, facts) {
    const before = facts.record('retention', RETENTION_ID);
    if (before?.years === years) return { outcome: 'noop' };
    const ver = (before?.ver ?? 0) + 1;
    return applied('retention', RETENTION_ID, { ver, years, by: actor, at: facts.at });
  },
  'numbers.lease'({ args }, facts) {
    const id = `${args.origin}/${args.from}`;
    const before = facts.record('lease', id);
    if (before !== null) {
      return { outcome: 'refused-recorded', reason: { code: 'lease/overlap' } };
    }
    return applied('lease', id, { ...args, ver: 1 });
  },
  'ref.publish'({ args }, facts) {
    const before = facts.record('ref', args.catalogue);
    return applied('ref', args.catalogue, { ...args, ver: (before?.ver ?? 0) + 1 });
  },
};

/** A grant of the directory ends by a record that speaks louder than the directory. */
function revokeOfDirectory(
  { person, role, scope, at }: ArgsOf['grant.revoke'],
  facts: DecideFacts,
): Said {
  const given = facts.reference
    .grantsOf(person, facts.at)
    .find((one) => one.role === role && one.scope === scope);
  if (given === undefined) return { outcome: 'superseded', reason: { code: 'grant/none' } };
  const { from } = given;
  const record = { person, role, scope, from, to: Math.max(at, from), ver: 1 };
  return applied('grant', `${person}/${role}/${scope}`, record);
}

function applied(type: RecordPatch['type'], id: string, patch: Json): Said {
  return { outcome: 'applied', records: [{ type, id, patch }] };
}
