import { facts, type OperationNames, type TimelineText } from '../timelineText.ts';
import { common } from './common.ts';
import { operationWords } from './operationWords.ts';

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

const names: OperationNames = {
  'call.log': '来电',
  'case.create': '登记',
  'case.number': '补发案号',
  'case.file': '立案',
  'case.answer': '即时答复',
  'case.refuse': '不予受理',
  'case.edit': '更正',
  'case.locate': '定位',
  'case.reclassify': '改类',
  'case.urgency': '紧急程度',
  'case.tag': '标签',
  'case.note': '备注',
  'case.attach': '附件',
  'caller.add': '追加来电人',
  'case.link': '关联案件',
  'case.merge': '并案',
  'case.mirror': '另案',
  'proposal.decline': '不采纳建议',
  undo: '撤销',
  'case.send': '派往分中心',
  'case.dispatch': '派遣',
  'assign.add': '加派',
  'assign.recall': '撤派',
  'assign.waive': '免除承办',
  'assign.sign': '签收',
  'assign.respond': '响应',
  'contact.first': '先行联系',
  'assign.progress': '处置进展',
  'assign.done': '处置完成',
  'reply.citizen': '答复来电人',
  'ask.return': '申请回退',
  'ask.extension': '申请延期',
  'ask.suspension': '申请挂账',
  'ask.units': '申请主协办',
  'ask.send': '上报移交',
  'case.take': '区级接管',
  judge: '裁定申请',
  'verify.order': '派发核查',
  'verify.report': '核查',
  'case.close': '结案',
  'ask.void': '申请作废',
  'ask.forcedClose': '申请强制结案',
  'case.void': '作废',
  'case.forceClose': '强制结案',
  'case.redact': '脱敏',
  'case.archive': '归档',
  'case.reopen': '重开',
  'callback.try': '回访',
  'case.urge': '催办',
  'case.supervise': '督办',
  'supervise.end': '结束督办',
  'whistle.open': '吹哨',
  'whistle.file': '吹哨备案',
  'whistle.respond': '应哨报到',
  'whistle.result': '应哨结果',
  'whistle.check': '吹哨核查',
  'whistle.score': '吹哨评分',
  'whistle.scoreResponse': '响应度评分',
  'conflict.resolve': '裁定冲突',
  'conflict.refer': '冲突上报',
  'shift.open': '上班',
  'shift.handOver': '交班',
  'grant.give': '授权',
  'grant.revoke': '收回授权',
  'device.enrol': '登记终端',
  'device.revoke': '停用终端',
  'access.note': '查看留痕',
  'drill.cut': '切断线路演练',
  'retention.set': '设定保存年限',
  'numbers.lease': '号段下发',
  'ref.publish': '标准发布',
};

const timeline: TimelineText = {
  'call.log': (a) => {
    const talk = a.answeredAt === null ? 0 : Math.round((a.endedAt - a.answeredAt) / 1000);
    const length = `通话 ${Math.floor(talk / 60)}:${String(talk % 60).padStart(2, '0')}`;
    return facts(a.caller && `尾号 ${a.caller.tail}`, answers[a.outcome], talk > 0 && length);
  },
  'case.create': (a) =>
    facts(a.caseNo, next[a.next], a.urgency !== 'ordinary' && urgency[a.urgency], a.answer),
  'case.number': (a) => a.caseNo,
  'case.file': (a) => facts('通过', a.condition && `标准 ${a.standardVersion}`),
  'case.answer': (a) => facts(a.text, a.basis && `依据 ${a.basis}`),
  'case.refuse': (a) => facts(refuseReasons[a.reason], a.text),
  'case.edit': (a) =>
    `${fields[a.field]}：${a.from === '' ? '空' : a.from} → ${a.to === '' ? '空' : a.to}`,
  'case.locate': (a) => facts(a.text, placeBy[a.by], `可信度 ${a.confidence.toFixed(2)}`),
  'case.reclassify': (a, n) => facts(n.name(a.matter), a.reason),
  'case.urgency': (a) => facts(`改为 ${urgency[a.level]}`, a.reason),
  'case.tag': (a) =>
    facts(
      a.add.length > 0 && `加 ${a.add.join('、')}`,
      a.remove.length > 0 && `去 ${a.remove.join('、')}`,
    ),
  'case.note': (a) => facts(a.text, a.public && '可公开'),
  'case.attach': (a) => facts(uses[a.use], a.name, size(a.bytes)),
  'caller.add': (a) =>
    facts(
      a.caller.tail === '' ? '未留号码' : `尾号 ${a.caller.tail}`,
      a.caller.confidential && '保密',
    ),
  'case.link': (a) => facts(links[a.as], ...a.reasons),
  'case.merge': () => '并入另一案',
  'case.mirror': (a) => facts(mirrored[a.did], a.as && links[a.as]),
  'proposal.decline': (a) => a.reason,
  undo: (a, n) => n.stepOf?.(a.op) ?? '',
  'case.send': (a, n) => facts(n.scope(a.to), a.note),
  'case.dispatch': (a, n) =>
    facts(
      ...a.units.map((u) => `${n.name(u.unit)} ${u.lead ? '主办' : '协办'}`),
      a.limitNote,
      a.note,
    ),
  'assign.add': (a, n) => facts(`${n.name(a.unit)} 协办`, a.reason),
  'assign.recall': (a, n) => facts(n.unitOf(a.assignment), a.reason),
  'assign.waive': (a, n) => facts(n.unitOf(a.assignment), a.reason),
  'assign.sign': (a, n) => facts(n.unitOf(a.assignment), n.time(a.at)),
  'assign.respond': (a, n) => facts(n.unitOf(a.assignment), steps[a.step], a.person, n.time(a.at)),
  'contact.first': (a, n) =>
    facts(ways[a.how], a.person, n.time(a.at), a.result, a.whyNot && `未联系：${a.whyNot}`),
  'assign.progress': (a, n) =>
    facts(n.unitOf(a.assignment), a.text, a.photos.length > 0 && `照片 ${a.photos.length} 张`),
  'assign.done': (a, n) =>
    facts(
      n.unitOf(a.assignment),
      a.solved ? '已解决' : '未解决',
      a.result,
      a.measures,
      a.metCaller === true && '已见来电人',
    ),
  'reply.citizen': (a, n) => facts(ways[a.how], n.time(a.at), a.text),
  'ask.return': (a, n) =>
    facts(
      n.unitOf(a.assignment),
      returnReasons[a.reasonCode],
      a.text,
      a.proposedUnit && `建议 ${n.name(a.proposedUnit)}`,
    ),
  'ask.extension': (a) => a.reason,
  'ask.suspension': (a, n) => facts(a.plan, `到 ${n.day(a.until)}`, `${n.day(a.nextCheck)} 复查`),
  'ask.units': (a, n) =>
    facts(...a.units.map((u) => `${n.name(u)} ${u === a.lead ? '主办' : '协办'}`), a.why),
  'ask.send': (a, n) => facts(n.scope(a.to), a.why, a.tried && `已做 ${a.tried}`),
  'case.take': (a) => takeReasons[a.why],
  judge: (a, n) =>
    facts(a.grant ? '同意' : '不同意', a.newUnit && `改派 ${n.name(a.newUnit)}`, a.reason),
  'verify.order': (a, n) => n.name(a.inspector),
  'verify.report': (a) => facts(a.pass ? '通过' : '不通过，返工', a.note),
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
      `第 ${a.attempt} 次`,
      a.reached ? '接通' : '未接通',
      a.solved !== null && (a.solved ? '已解决' : '未解决'),
      a.satisfied !== null && satisfied[a.satisfied],
      a.reason,
    ),
  'case.supervise': (a, n) => facts(supervisions[a.kind], `到 ${n.day(a.until)}`, a.text),
  'supervise.end': (a) => a.result,
  'whistle.open': (a, n) => facts(whistleKinds[a.kind], a.units.map(n.name).join('、')),
  'whistle.file': (a, n) =>
    facts(a.accept ? '同意' : '不予备案', a.units.map(n.name).join('、'), a.reason),
  'whistle.respond': (a, n) => facts(n.name(a.unit), a.person),
  'whistle.result': (a, n) => facts(n.name(a.unit), a.text),
  'whistle.check': (a) => facts(a.pass ? '通过' : '退回再办', a.reason),
  'whistle.score': (a, n) =>
    facts(
      n.name(a.unit),
      `效率 ${a.efficiency}`,
      `配合 ${a.cooperation}`,
      `专业 ${a.skill}`,
      `担当 ${a.ownership}`,
      a.comment,
    ),
  'whistle.scoreResponse': (a, n) => facts(n.name(a.unit), `响应度 ${a.degree}`),
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
  'drill.cut': (a) => (a.minutes === 0 ? `${a.street} 提前恢复` : `${a.street} ${a.minutes} 分钟`),
  'retention.set': (a) => `${a.years} 年`,
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

export const operations = {
  ...operationWords,
  names,
  timeline,
};
