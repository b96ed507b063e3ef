import type { OpKind } from '#core/domain/operation/args.ts';
import { unitWords } from './unitWords.ts';

/** Kinds that a person does on a case from the case file. */
export type CaseActKind = Extract<
  OpKind,
  | 'case.file'
  | 'case.answer'
  | 'case.refuse'
  | 'case.edit'
  | 'case.locate'
  | 'case.reclassify'
  | 'case.urgency'
  | 'case.tag'
  | 'case.note'
  | 'case.attach'
  | 'caller.add'
  | 'case.send'
  | 'case.dispatch'
  | 'assign.add'
  | 'assign.recall'
  | 'assign.waive'
  | 'assign.sign'
  | 'assign.respond'
  | 'contact.first'
  | 'assign.progress'
  | 'assign.done'
  | 'reply.citizen'
  | 'ask.return'
  | 'ask.extension'
  | 'ask.suspension'
  | 'ask.units'
  | 'ask.send'
  | 'case.take'
  | 'judge'
  | 'verify.order'
  | 'verify.report'
  | 'case.close'
  | 'ask.void'
  | 'ask.forcedClose'
  | 'case.void'
  | 'case.forceClose'
  | 'case.archive'
  | 'case.redact'
  | 'case.reopen'
  | 'callback.try'
  | 'case.urge'
  | 'case.supervise'
  | 'supervise.end'
  | 'whistle.open'
  | 'whistle.file'
  | 'whistle.respond'
  | 'whistle.result'
  | 'whistle.check'
  | 'whistle.score'
  | 'whistle.scoreResponse'
  | 'proposal.decline'
  | 'undo'
  | 'case.link'
  | 'case.merge'
>;

const acts: Readonly<Record<CaseActKind, string>> = {
  'case.file': '立案',
  'case.answer': '即时答复',
  'case.refuse': '不予受理',
  'case.edit': '更正',
  'case.locate': '定位',
  'case.reclassify': '改类',
  'case.urgency': '改紧急程度',
  'case.tag': '标签',
  'case.note': '备注',
  'case.attach': '附件',
  'caller.add': '追加来电人',
  'case.send': '派往分中心',
  'case.dispatch': '派遣',
  'assign.add': '加派',
  'assign.recall': '撤派',
  'assign.waive': '免除承办',
  'assign.sign': '签收',
  'assign.respond': '到场',
  'contact.first': '先行联系',
  'assign.progress': '处置进展',
  'assign.done': '登记处置',
  'reply.citizen': '答复来电人',
  'ask.return': '回退',
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
  'case.archive': '归档',
  'case.redact': '脱敏',
  'case.reopen': '重开',
  'callback.try': '回访',
  'case.urge': '催办',
  'case.supervise': '督办',
  'supervise.end': '结束督办',
  'whistle.open': '吹哨',
  'whistle.file': '吹哨备案',
  'whistle.respond': '登记报到',
  'whistle.result': '登记应哨结果',
  'whistle.check': '核查吹哨',
  'whistle.score': '给应哨单位评分',
  'whistle.scoreResponse': '评响应度',
  'proposal.decline': '不采纳建议',
  undo: '撤销',
  'case.link': '关联',
  'case.merge': '并案',
};

/** 派遣与办理. */
export const dispatch = {
  acts,
  actsLabel: '动作',
  form: (act: string) => `${act}…`,
  more: '全部动作',
  moreTitle: '全部动作',
  send: '发送',
  closeForm: '返回',
  draftKept: '草稿已留',
  sending: '正在记下',
  later: '恢复后送达',
  toHolder: (holder: string) => `送持有方 ${holder} 定`,
  needsDistrict: '需区级',
  notNow: '现在不能办',
  lowerBy: (role: string) => `降低由${role}定`,
  ready: '可办',
  dispatchChosen: (keys: string) => `派遣 ${keys}`,
  dispatchDone: (units: string) => `已派遣 ${units}`,
  done: (act: string) => `已记下 ${act}`,
  doneProposal: (act: string, holder: string) => `${act} 已作为建议送交 ${holder}`,
  doneRequest: (act: string, holder: string) => `已提出 ${act} · 等 ${holder} 裁定`,
  doneConflict: (act: string) => `已记下 ${act} · 与别的动作撞上，按默认办，等人裁定`,
  doneKept: (act: string) => `已记下 ${act} · 没有照原样生效`,
  doneNothing: (act: string) => `${act} 没有变化`,
  /** While the line is cut. */
  proposalToCome: (act: string, holder: string) => `${act} 作为建议，待送达 ${holder}`,
  toCome: (text: string) => `${text} · 待送达区级`,
  proposals: {
    title: '待采纳的建议',
    adopt: '采纳',
    decline: '不采纳',
    adopted: (what: string) => `已采纳 ${what}`,
    notHere: '建议的原文还没有取到，稍后再按',
  },
  redactNote:
    '标题、原文、来电人、备注、附件和各步所写的字永久失去，案号、时间和承办人留存。不可撤销。',
  mergeNote:
    '本案到此为止，作为重复案并入另一案；来电人和附件随之转去，以后到的也转去。另一案照常办理。一分钟内可撤销，两案恢复原样。',
  undone: (act: string) => `已撤销 ${act}`,
  undoReason: '撤销派遣',
  required: '须填',
  optional: (field: string) => `${field}（选填）`,
  dropUnit: (unit: string) => `去掉 ${unit}`,
  until: (day: string) => `至 ${day}`,
  unpicked: '从列表中选一个',
  missing: (fields: readonly string[]) => `还差 ${fields.join('、')}`,
  preparing: '正在备好',
  unreadable: '这个文件读不出来',
  chooseFile: '选文件…',
  noFile: '还没有选',
  badNumber: '写 3 至 20 位数字，可带 +、空格、横线和分机号',
  badTime: '写成 10:20，或留空表示现在',
  noChoice: '没有可选项',
  tooLong: (most: number) => `最多 ${most} 字`,
  fields: {
    condition: '立案条件',
    text: '内容',
    basis: '依据',
    reason: '理由',
    reasonCode: '理由',
    field: '更正哪一项',
    to: '改为',
    matter: '事项',
    place: '地点',
    by: '来源',
    level: '紧急程度',
    add: '加标签（用顿号隔开）',
    remove: '去标签',
    public: '可公开',
    file: '文件',
    use: '用途',
    number: '号码',
    name: '姓名',
    kind: '身份',
    confidential: '保密',
    scope: '派往',
    handTo: '移交给',
    note: '说明',
    unit: '单位',
    units: '单位',
    lead: '主办',
    limitNote: '时限说明',
    assignment: '承办单位',
    at: '时间',
    step: '进到',
    person: '何人',
    how: '方式',
    result: '结果',
    whyNot: '未联系上的原因',
    measures: '措施',
    solved: '已解决',
    metCaller: '见过来电人',
    audience: '答复谁',
    proposedUnit: '建议改派',
    tried: '已做过什么',
    supervision: '督办类别',
    within: '多久办结',
    ledger: '台账',
    archiveType: '归档类型',
    redactWhy: '脱敏依据',
    takeWhy: '为何接管',
    leadUnit: '主办单位',
    assistUnits: '协办单位',
    plan: '计划',
    span: '挂账多久',
    checkIn: '多久复查',
    ask: '申请',
    grant: '裁定',
    newUnit: '改派单位',
    inspector: '监督员',
    pass: '结论',
    items: '结案条件',
    closeKind: '结案类型',
    publicText: '公开答复',
    attempt: '第几次',
    reached: '接通',
    satisfied: '满意度',
    urgeTo: '催谁',
    recorded: '怎样得知',
    card: '纸卡号',
    proposal: '哪一条建议',
    undoOp: '撤销哪一步',
    other: '另一案',
    linkAs: '关系',
    whistleItem: '吹哨事项',
    standards: '触发标准（须全部符合）',
    called: '应哨单位',
    whistled: '应哨单位',
    moreUnits: '另叫单位',
    efficiency: '报到效率',
    cooperation: '配合度',
    skill: '专业性',
    ownership: '担当意识',
    comment: '评语',
    degree: '响应度',
  },
  options: {
    yes: '是',
    no: '否',
    unknown: '未问',
    days: (n: number) => `${n} 天`,
    grantYes: '同意',
    grantNo: '不同意',
    pass: '通过',
    fail: '不通过，返工',
    filed: '同意备案',
    notFiled: '不予备案',
    sentBack: '不通过，再办',
    mark: (n: number) => `${n} 分`,
    reached: '接通',
    notReached: '未接通',
    caller: '来电人',
    all: '全部同诉人',
    person: '个人',
    enterprise: '企业',
    vulnerable: '照护名单',
    holder: '持有方',
  },
  behalf: (unit: string) => `代 ${unit} 登记`,
  recorded: { self: '本人', phone: '电话报', radio: '对讲报', paper: '纸卡' },
  hint: {
    time: '10:20，空为现在',
    search: '单位名称',
    matter: '名称、代码或拼音首字母',
    place: '路名、小区、门牌',
    case: '案号或标题；空着按 ↓ 列附近在办',
  },
  ...unitWords,
  items: {
    photo_after: '处置后照片',
    photo_before: '处置前照片',
    result: '处置结果已登记',
    verified: '核查通过',
    replied: '已答复来电人',
    contacted: '已先行联系',
  } as Readonly<Record<string, string>>,
};
