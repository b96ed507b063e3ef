import type { Looked } from '#core/domain/operation/accessArgs.ts';
import type {
  ArgsOf,
  AttachmentUse,
  CloseKind,
  EditableField,
} from '#core/domain/operation/args.ts';

const fields: Readonly<Record<EditableField, string>> = {
  title: '标题',
  text: '诉求',
  type: '诉求类型',
  people: '涉及人数',
  amount: '涉及金额',
  enterprise: '涉及企业',
  contactWishes: '联系要求',
  publicText: '公开答复',
  publish: '是否公开',
};

const looked: Readonly<Record<Looked, string>> = {
  number: '来电人号码',
  confidential: '保密来电人',
  recording: '录音',
  print: '打印',
  export: '导出',
};

const uses: Readonly<Record<AttachmentUse, string>> = {
  before: '处置前',
  after: '处置后',
  near: '近景',
  far: '远景',
  document: '文件',
  recording: '录音',
};

const closeKinds: Readonly<Record<CloseKind, string>> = {
  answered_at_once: '即时答复',
  self_handled: '自行处置',
  grid_autonomy: '网格自治',
  sub_dispatched: '分中心办结',
  department: '部门办结',
  whistle: '吹哨办结',
  forced: '强制结案',
  duplicate: '并案',
};

const returnReasons: Readonly<Record<ArgsOf['ask.return']['reasonCode'], string>> = {
  not_competent: '不属本单位职责',
  wrong_place: '不属本辖区',
  not_found: '现场未发现',
  needs_others: '须其他单位配合',
  duplicate: '重复案件',
  other: '其他',
};

const refuseReasons: Readonly<Record<ArgsOf['case.refuse']['reason'], string>> = {
  not_in_scope: '不属受理范围',
  no_facts: '无具体事实',
  in_law: '已进入法定程序',
  repeat_done: '重复且已办结',
  other: '其他',
};

const next: Readonly<Record<ArgsOf['case.create']['next'], string>> = {
  queue: '待受理',
  file: '自动立案',
  answer: '即时答复',
  selfHandled: '自行处置',
  precheck: '先核实',
};

const takeReasons: Readonly<Record<ArgsOf['case.take']['why'], string>> = {
  several_streets: '涉及多个街道',
  third_hand_out: '第三次派出',
  emergency: '突发事件',
};

const supervisions: Readonly<Record<ArgsOf['case.supervise']['kind'], string>> = {
  timeout: '超时督办',
  leader: '领导督办',
  important: '重点督办',
};

const links: Readonly<Record<ArgsOf['case.link']['as'], string>> = {
  repeat: '重复反映',
  many: '多人一事',
  related: '相关',
  campaign: '同一专项',
  parent: '上级案件',
};

/** 另一案的动作使本案如何. */
const mirrored: Readonly<Record<ArgsOf['case.mirror']['did'], string>> = {
  linked: '与本案关联',
  unlinked: '取消关联',
  absorbed: '并入本案',
  brought: '并入之案新到的材料转到本案',
  left: '不再并入本案',
  revived: '本案不再并案，恢复办理',
  closed_along: '主案已结，本案一并结案',
  whistle_asked: '同街道同事项也吹了哨',
  whistle: '两案一哨，哨情有更新',
};

const whistleKinds: Readonly<Record<ArgsOf['whistle.open']['kind'], string>> = {
  enforcement: '综合执法',
  priority_work: '重点工作',
  emergency: '应急处置',
  backstop: '兜底责任',
};

const ledgers: Readonly<Record<ArgsOf['case.forceClose']['ledger'], string>> = {
  ordinary: '一般',
  many_transfers: '多次流转',
};

const archives: Readonly<Record<ArgsOf['case.archive']['type'], string>> = {
  normal: '正常',
  late: '超时',
  error: '差错',
  special: '特殊',
};

const redactions: Readonly<Record<ArgsOf['case.redact']['reason'], string>> = {
  retention: '按保存期限',
  asked: '按当事人要求',
};

const steps: Readonly<Record<ArgsOf['assign.respond']['step'], string>> = {
  contacted: '已联系',
  left: '出发',
  arrived: '到场',
};

const ways: Readonly<Record<'phone' | 'visit' | 'message' | 'letter', string>> = {
  phone: '电话',
  visit: '上门',
  message: '短信',
  letter: '书面',
};

const placeBy: Readonly<Record<'caller' | 'map' | 'cell' | 'on_site', string>> = {
  caller: '来电人说明',
  map: '地图点选',
  cell: '按单元网格',
  on_site: '现场定位',
};

const answers: Readonly<Record<ArgsOf['call.log']['outcome'], string>> = {
  answered: '已接听',
  abandoned: '来电人挂断',
  transferred: '已转接',
  refused: '未接',
};

const satisfied: readonly [string, string, string, string, string, string] = [
  '',
  '很不满意',
  '不满意',
  '一般',
  '满意',
  '很满意',
];

/** Words for the choices that acts are made of. */
export const operationWords = {
  newer: '新版程序的操作',
  looked,
  fields,
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
};
