import { facts } from '../timelineText.ts';
import { common } from './common.ts';
import { operationWords } from './operationWords.ts';
import type { operations as zhCN } from '../zh-CN/operations.ts';

const { urgency } = common;
const {
  fields,
  looked,
  uses,
  closeKinds,
  returnReasons,
  refuseReasons,
  next,
  takeReasons,
  supervisions,
  links,
  mirrored,
  whistleKinds,
  ledgers,
  archives,
  redactions,
  steps,
  ways,
  placeBy,
  answers,
  satisfied,
} = operationWords;

const names: (typeof zhCN)['names'] = {
  'call.log': 'Call',
  'case.create': 'Registered',
  'case.number': 'Number given',
  'case.file': 'Filed',
  'case.answer': 'Answered at once',
  'case.refuse': 'Not accepted',
  'case.edit': 'Corrected',
  'case.locate': 'Located',
  'case.reclassify': 'Reclassified',
  'case.urgency': 'Urgency',
  'case.tag': 'Tags',
  'case.note': 'Note',
  'case.attach': 'Attachment',
  'caller.add': 'Caller added',
  'case.link': 'Linked',
  'case.merge': 'Merged',
  'case.mirror': 'Another case',
  'proposal.decline': 'Declined a proposal',
  undo: 'Undone',
  'case.send': 'Sent to sub-center',
  'case.dispatch': 'Dispatched',
  'assign.add': 'Unit added',
  'assign.recall': 'Unit recalled',
  'assign.waive': 'Unit waived',
  'assign.sign': 'Signed',
  'assign.respond': 'Responding',
  'contact.first': 'First contact',
  'assign.progress': 'Progress',
  'assign.done': 'Handled',
  'reply.citizen': 'Reply to caller',
  'ask.return': 'Return asked',
  'ask.extension': 'More time asked for',
  'ask.suspension': 'Suspension asked for',
  'ask.units': 'Units asked for',
  'ask.send': 'Hand-over asked for',
  'case.take': 'Taken over by the district',
  judge: 'Request judged',
  'verify.order': 'Check ordered',
  'verify.report': 'Check',
  'case.close': 'Closed',
  'ask.void': 'Voiding asked for',
  'ask.forcedClose': 'Forced closing asked for',
  'case.void': 'Voided',
  'case.forceClose': 'Closed by force',
  'case.redact': 'Redacted',
  'case.archive': 'Archived',
  'case.reopen': 'Reopened',
  'callback.try': 'Call-back',
  'case.urge': 'Urged',
  'case.supervise': 'Under supervision',
  'supervise.end': 'Supervision ended',
  'whistle.open': 'Whistle',
  'whistle.file': 'Whistle filed',
  'whistle.respond': 'Reported in',
  'whistle.result': 'Result of the whistle',
  'whistle.check': 'Whistle checked',
  'whistle.score': 'Unit marked',
  'whistle.scoreResponse': 'Response marked',
  'conflict.resolve': 'Conflict resolved',
  'conflict.refer': 'Conflict referred',
  'shift.open': 'Shift opened',
  'shift.handOver': 'Shift handed over',
  'grant.give': 'Grant given',
  'grant.revoke': 'Grant revoked',
  'device.enrol': 'Device enrolled',
  'device.revoke': 'Device revoked',
  'access.note': 'Look noted',
  'drill.cut': 'Line cut for a drill',
  'retention.set': 'Time of keeping set',
  'numbers.lease': 'Numbers leased',
  'ref.publish': 'Catalogue published',
};

const timeline: (typeof zhCN)['timeline'] = {
  'call.log': (a) => {
    const talk = a.answeredAt === null ? 0 : Math.round((a.endedAt - a.answeredAt) / 1000);
    const length = `talked ${Math.floor(talk / 60)}:${String(talk % 60).padStart(2, '0')}`;
    return facts(
      a.caller && `number ends in ${a.caller.tail}`,
      answers[a.outcome],
      talk > 0 && length,
    );
  },
  'case.create': (a) =>
    facts(a.caseNo, next[a.next], a.urgency !== 'ordinary' && urgency[a.urgency], a.answer),
  'case.number': (a) => a.caseNo,
  'case.file': (a) => facts('passed', a.condition && `standard ${a.standardVersion}`),
  'case.answer': (a) => facts(a.text, a.basis && `basis ${a.basis}`),
  'case.refuse': (a) => facts(refuseReasons[a.reason], a.text),
  'case.edit': (a) =>
    `${fields[a.field]}: ${a.from === '' ? 'empty' : a.from} → ${a.to === '' ? 'empty' : a.to}`,
  'case.locate': (a) => facts(a.text, placeBy[a.by], `confidence ${a.confidence.toFixed(2)}`),
  'case.reclassify': (a, n) => facts(n.name(a.matter), a.reason),
  'case.urgency': (a) => facts(`now ${urgency[a.level].toLowerCase()}`, a.reason),
  'case.tag': (a) =>
    facts(
      a.add.length > 0 && `added ${a.add.join(', ')}`,
      a.remove.length > 0 && `removed ${a.remove.join(', ')}`,
    ),
  'case.note': (a) => facts(a.text, a.public && 'may be published'),
  'case.attach': (a) => facts(uses[a.use], a.name, size(a.bytes)),
  'caller.add': (a) =>
    facts(
      a.caller.tail === '' ? 'no number left' : `number ends in ${a.caller.tail}`,
      a.caller.confidential && 'confidential',
    ),
  'case.link': (a) => facts(links[a.as], ...a.reasons),
  'case.merge': () => 'Into another case',
  'case.mirror': (a) => facts(mirrored[a.did], a.as && links[a.as]),
  'proposal.decline': (a) => a.reason,
  undo: (a, n) => n.stepOf?.(a.op) ?? '',
  'case.send': (a, n) => facts(n.scope(a.to), a.note),
  'case.dispatch': (a, n) =>
    facts(
      ...a.units.map((u) => `${n.name(u.unit)} ${u.lead ? 'leads' : 'assists'}`),
      a.limitNote,
      a.note,
    ),
  'assign.add': (a, n) => facts(`${n.name(a.unit)} assists`, a.reason),
  'assign.recall': (a, n) => facts(n.unitOf(a.assignment), a.reason),
  'assign.waive': (a, n) => facts(n.unitOf(a.assignment), a.reason),
  'assign.sign': (a, n) => facts(n.unitOf(a.assignment), n.time(a.at)),
  'assign.respond': (a, n) => facts(n.unitOf(a.assignment), steps[a.step], a.person, n.time(a.at)),
  'contact.first': (a, n) =>
    facts(ways[a.how], a.person, n.time(a.at), a.result, a.whyNot && `not reached: ${a.whyNot}`),
  'assign.progress': (a, n) =>
    facts(n.unitOf(a.assignment), a.text, a.photos.length > 0 && `${a.photos.length} photos`),
  'assign.done': (a, n) =>
    facts(
      n.unitOf(a.assignment),
      a.solved ? 'solved' : 'not solved',
      a.result,
      a.measures,
      a.metCaller === true && 'met the caller',
    ),
  'reply.citizen': (a, n) => facts(ways[a.how], n.time(a.at), a.text),
  'ask.return': (a, n) =>
    facts(
      n.unitOf(a.assignment),
      returnReasons[a.reasonCode],
      a.text,
      a.proposedUnit && `proposes ${n.name(a.proposedUnit)}`,
    ),
  'ask.extension': (a) => a.reason,
  'ask.suspension': (a, n) =>
    facts(a.plan, `until ${n.day(a.until)}`, `looked at again ${n.day(a.nextCheck)}`),
  'ask.units': (a, n) =>
    facts(...a.units.map((u) => `${n.name(u)} ${u === a.lead ? 'leads' : 'assists'}`), a.why),
  'ask.send': (a, n) => facts(n.scope(a.to), a.why, a.tried && `tried: ${a.tried}`),
  'case.take': (a) => takeReasons[a.why],
  judge: (a, n) =>
    facts(a.grant ? 'granted' : 'not granted', a.newUnit && `to ${n.name(a.newUnit)}`, a.reason),
  'verify.order': (a, n) => n.name(a.inspector),
  'verify.report': (a) => facts(a.pass ? 'passed' : 'failed, rework', a.note),
  'case.close': (a) => facts(closeKinds[a.closeKind], a.publicText),
  'ask.void': (a) => a.reason,
  'ask.forcedClose': (a) => facts(ledgers[a.ledger], a.reason),
  'case.void': (a) => a.reason,
  'case.forceClose': (a) => facts(ledgers[a.ledger], a.reason),
  'case.redact': (a) => facts(redactions[a.reason], a.note),
  'case.archive': (a) => archives[a.type],
  'case.reopen': (a) => a.reason,
  'callback.try': (a) =>
    facts(
      `try ${a.attempt}`,
      a.reached ? 'reached' : 'not reached',
      a.solved !== null && (a.solved ? 'solved' : 'not solved'),
      a.satisfied !== null && satisfied[a.satisfied],
      a.reason,
    ),
  'case.supervise': (a, n) => facts(supervisions[a.kind], `until ${n.day(a.until)}`, a.text),
  'supervise.end': (a) => a.result,
  'whistle.open': (a, n) => facts(whistleKinds[a.kind], a.units.map(n.name).join(', ')),
  'whistle.file': (a, n) =>
    facts(a.accept ? 'accepted' : 'not filed', a.units.map(n.name).join(', '), a.reason),
  'whistle.respond': (a, n) => facts(n.name(a.unit), a.person),
  'whistle.result': (a, n) => facts(n.name(a.unit), a.text),
  'whistle.check': (a) => facts(a.pass ? 'passed' : 'sent back', a.reason),
  'whistle.score': (a, n) =>
    facts(
      n.name(a.unit),
      `efficiency ${a.efficiency}`,
      `cooperation ${a.cooperation}`,
      `skill ${a.skill}`,
      `ownership ${a.ownership}`,
      a.comment,
    ),
  'whistle.scoreResponse': (a, n) => facts(n.name(a.unit), `response ${a.degree}`),
  'case.urge': (a, n) => facts(target(a.to, n), a.text),
  'conflict.resolve': (a) => a.note,
  'conflict.refer': (a) => a.reason,
  'shift.open': (a) => a.seat,
  'shift.handOver': (a) => facts(a.seat, a.text),
  'grant.give': (a, n) => facts(n.name(a.person), n.scope(a.scope)),
  'grant.revoke': (a, n) => facts(n.name(a.person), n.scope(a.scope)),
  'device.enrol': (a, n) => facts(a.name, n.scope(a.scope)),
  'device.revoke': (a) => a.reason,
  'access.note': (a) => facts(looked[a.what], a.why),
  'drill.cut': (a) =>
    a.minutes === 0 ? `${a.street} ended early` : `${a.street} for ${a.minutes} min`,
  'retention.set': (a) => `${a.years} years`,
  'numbers.lease': (a) => `${a.origin} ${a.from}–${a.to}`,
  'ref.publish': (a) => facts(a.catalogue, a.version),
};

function size(bytes: number): string {
  return bytes >= 1_048_576
    ? `${(bytes / 1_048_576).toFixed(1)} MB`
    : `${Math.ceil(bytes / 1024)} KB`;
}

function target(to: string, n: { name(id: string): string; scope(id: string): string }): string {
  return to === 'district' || to.includes(':') ? n.scope(to) : n.name(to);
}

export const operations: typeof zhCN = {
  ...operationWords,
  names,
  timeline,
};
