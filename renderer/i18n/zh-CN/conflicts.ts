/** One rule of the pair table: which acts met, and what then holds. */
export type RuleWords = { readonly pair: string; readonly text: string };
/** A dispute that asks a person: what happened, what may be chosen, what follows from each choice. */
export type DisputeWords = {
  readonly happened: string;
  readonly options: Readonly<Record<string, string>>;
  readonly why: Readonly<Record<string, string>>;
  readonly follows: Readonly<Record<string, readonly string[]>>;
};

const rules: Readonly<Record<number, RuleWords>> = {
  1: { pair: '派遣同一单位 × 派遣同一单位', text: '算一次派遣，以早者计时，两人都留名。' },
  2: {
    pair: '派遣甲 × 派遣乙',
    text: '已到场的一方牵头，另一方协办；没有现场记录时按职责矩阵；矩阵也定不了，先到区级的牵头。',
  },
  3: { pair: '结案 × 回退', text: '案件保持打开，回到待派遣；结案留作依据。' },
  4: { pair: '结案 × 结案', text: '先到区级的结案有效，后者的说明并入。' },
  5: { pair: '结案 × 派遣', text: '单位已出发或到场则保持打开；否则结案有效，派遣不再生效。' },
  6: { pair: '结案 × 事实', text: '保持结案，事实进时间线；事实说“未解决”则开新一轮。' },
  7: {
    pair: '同一字段 × 同一字段',
    text: '值相同算一次；不同则先到区级的有效，后者留作另一说法；现场定位优先于录入，紧急程度取高。',
  },
  8: { pair: '字段甲 × 字段乙', text: '两边都保留。' },
  9: { pair: '标签、附件、备注、号码', text: '取并集；只去掉删除者见过的。' },
  10: {
    pair: '同一队伍 × 两个案件',
    text: '已在途或到场的案件保留队伍；否则更急的案件；否则先到区级的。另一案排到最前。',
  },
  11: { pair: '单位甲 × 单位乙', text: '两个单位都在，先到区级的牵头。' },
  12: { pair: '吹哨 × 吹哨', text: '算一次哨，部门合并，时限从早者起。' },
  13: { pair: '督办 × 结案', text: '不结案，转为已处置、待督办核查；来电人已满意则改为事后复核。' },
  14: { pair: '改类 × 派遣', text: '两者都有效；单位不符新类且未响应，建议撤派；取较严的时限。' },
  15: { pair: '改类 × 改类', text: '相同算一次；上下级取细的；否则先到区级的有效。' },
  16: { pair: '并入 × 结案', text: '作为重复案结案，依据抄到主案。' },
  17: {
    pair: '并入 × 主案结案',
    text: '有单位或有响应则本案继续；否则两案都结，两位来电人都回访。',
  },
  18: { pair: '互相并入', text: '只并一次，先受理的为主案。' },
  19: { pair: '并入甲 × 并入乙', text: '先到区级的有效，另一对提示为重复。' },
  20: { pair: '移交 × 派遣', text: '移交有效；单位已出动则继续处置；否则派遣转为给接收方的建议。' },
  21: { pair: '移交甲 × 移交乙', text: '先到区级的移交有效，请区级定夺。' },
  22: { pair: '回退 × 响应', text: '响应是事实，单位继续承办。' },
  23: { pair: '处置完成 × 撤派', text: '已处置是事实；后派的单位收到取消通知。' },
  24: { pair: '核查通过 × 不通过', text: '按不通过办，返工。' },
  25: { pair: '延期 × 延期或结案', text: '取最长的一次延期，不累加；遇结案则失效。' },
  26: { pair: '作废或强制结案 × 事实', text: '不作废、不结案；值班长知情后可再定。' },
  27: { pair: '回访不满意 × 归档', text: '同一案件开新一轮。' },
  28: { pair: '已收回授权的人所做', text: '收回之前做的有效；之后做的仅存档。' },
  29: { pair: '裁定 × 裁定', text: '先到区级的裁定有效。' },
  30: { pair: '不予受理 × 立案或派遣', text: '案件继续办理，不予受理留存。' },
  31: { pair: '挂账或延期获准 × 处置完成或结案', text: '处置完成或结案有效，获准失效。' },
  32: { pair: '催办 × 结案', text: '已结案，以结案内容答复催办。' },
  33: { pair: '重开 × 重开', text: '只开一轮。' },
  34: { pair: '区级接管 × 持有方决定', text: '持有转移；单位已在办的不变，其余转为建议。' },
  35: { pair: '评分 × 评分', text: '先到区级的有效，后者留存。' },
  36: { pair: '降级 × 升级', text: '按升级。' },
  37: {
    pair: '其他两步',
    text: '按判定先后都生效；第二步已不合阶段的，事实进时间线，决定不再生效。',
  },
};

const FIRST_SECOND = {
  options: { first: '取先到区级的', second: '取后到区级的' },
  why: {
    first: '先到区级的有效：按到达区级的先后，不按记录时间；后到的人已被告知',
    second: '由人改定',
  },
  follows: {
    first: ['先到区级的保持有效', '后到区级的留在时间线，标明被取代'],
    second: ['改按后到区级的办理', '先到区级的留在时间线'],
  },
} as const;

const disputes: Readonly<Record<number, DisputeWords>> = {
  2: {
    happened: '两边派了不同单位',
    options: {
      first_leads: '先到区级的主办',
      second_leads: '后到区级的主办',
      first_only: '只留先到区级的',
      second_only: '只留后到区级的',
    },
    why: {
      first_leads:
        '按到达区级的先后，不按记录时间：先到区级的牵头；它已到场，或两方都没到场，职责矩阵也没有指明',
      second_leads: '后到区级的一方已响应',
    },
    follows: {
      first_leads: [
        '先到区级的一方保持主办',
        '后到区级的一方转协办，收到通知',
        '两次派遣都留在时间线',
      ],
      second_leads: ['后到区级的一方改为主办', '先到区级的一方转协办，收到通知'],
      first_only: ['后到区级的一方撤派，收到通知'],
      second_only: ['先到区级的一方撤派，收到通知'],
    },
  },
  3: {
    happened: '一边结案，一边回退',
    options: { open: '保持打开', closed: '按结案' },
    why: { open: '办错的结案比晚一步的结案更伤人' },
    follows: {
      open: ['案件回到待派遣', '结案留作依据'],
      closed: ['案件结案，在办单位撤派', '回退留在时间线'],
    },
  },
  5: {
    happened: '一边结案，一边又派了单位',
    options: { closed: '保持结案', open: '重新打开' },
    why: { closed: '派出的单位还没有出发', open: '派出的单位已出发或到场' },
    follows: {
      closed: ['案件保持结案', '派遣不再生效，单位收到通知'],
      open: ['案件开新一轮', '派出的单位继续'],
    },
  },
  7: { happened: '同一字段改成两个值', ...FIRST_SECOND },
  10: {
    happened: '同一队伍派给了两个案件',
    options: { other_case: '队伍留在另一案', this_case: '队伍给本案' },
    why: { other_case: '另一案更急，或队伍已在途' },
    follows: {
      other_case: ['本案排到最前，等人另派', '队伍在另一案不变'],
      this_case: ['队伍转到本案', '另一案失去队伍，排到最前'],
    },
  },
  21: { happened: '两边移交给了不同的分中心', ...FIRST_SECOND },
  22: {
    happened: '一边申请回退，一边已响应',
    options: { respond: '继续承办', return: '按回退' },
    why: { respond: '响应是现场的事实' },
    follows: {
      respond: ['单位继续承办', '回退申请失效'],
      return: ['单位免除承办', '案件回到待派遣'],
    },
  },
  24: {
    happened: '一边核查通过，一边不通过',
    options: { fail: '按不通过', pass: '按通过' },
    why: { fail: '以安全的一边为准' },
    follows: {
      fail: ['返工，回到待派遣', '建议原单位承办'],
      pass: ['转待结案'],
    },
  },
  30: {
    happened: '一边不予受理，一边已立案或派遣',
    options: { continue: '继续办理', refuse: '按不予受理' },
    why: { continue: '已有人在办' },
    follows: {
      continue: ['案件照常办理', '不予受理的理由留存'],
      refuse: ['案件不予受理，在办单位撤派'],
    },
  },
  37: { happened: '两步不能先后都生效', ...FIRST_SECOND },
};

/** 冲突台. */
export const conflicts = {
  title: '冲突',
  next: '下一条',
  empty: '没有等我裁定的冲突',
  emptyNote: '断线恢复后，撞在一起的决定会列在这里',
  choose: '选一条冲突',
  loading: '读取冲突',
  failed: '冲突读不出来，案件照常办理',
  left: (hours: string) => `余 ${hours}`,
  over: (hours: string) => `超 ${hours}`,
  ruleNo: (n: number) => `规则 ${n}`,
  rules,
  disputes,
  unknownDispute: '两步撞在一起',
  merged: '已按规则合并',
  mergedNote: (n: number) => `${n} · 无需你处理`,
  healing: '本次恢复',
  healingFacts: {
    cut: '断线',
    sent: '本站上报',
    received: '区级下发',
    merged: '按规则合并',
    conflicts: '冲突',
    settle: '用时',
  },
  steps: (n: number) => `${n} 步`,
  seconds: (n: string) => `${n} 秒`,
  resolvedToday: '今日已裁定',
  what: '发生了什么',
  rule: '规则',
  why: '为何是默认',
  whyUnknown: '按规则表',
  owner: (scope: string) => `裁定方 ${scope}`,
  inForce: '默认生效中',
  chosen: '已选',
  rows: {
    who: '谁',
    where: '范围',
    said: '记录时间',
    corrected: '校正时间',
    followed: '后续',
    op: '操作号',
  },
  fields: {
    condition: '立案条件',
    from: '原值',
    reason: '理由',
    note: '说明',
    text: '内容',
    result: '结果',
    publicText: '公开答复',
    closeKind: '结案类型',
    at: '时间',
    step: '进到',
  } as Readonly<Record<string, string>>,
  plusMinus: (seconds: string) => `± ${seconds} 秒`,
  nothingFollowed: '没有后续',
  outage: '断线前后',
  cutAt: (at: string) => `${at} 断线`,
  healedAt: (at: string) => `${at} 恢复`,
  after: (option: string) => `采纳“${option}”后`,
  told: '会告知',
  toldWho: (name: string) => `${name} 收到裁定`,
  toldUndo: '裁定留在时间线；之后可再派、再改',
  reason: '理由（可空，随案保存）',
  reasonHint: '采纳默认时可不写',
  accept: '采纳默认',
  acceptAll: (n: number) => `本规则全部采纳默认 ${n}`,
  refer: '请区级定',
  referReason: '写明为何请区级定',
  writeNote: '写明理由',
  openCase: '看案卷',
  done: (option: string) => `已裁定 ${option}`,
  doneAll: (n: number) => `已采纳默认 ${n} 条`,
  referred: '已请区级定',
  notMine: (scope: string) => `由 ${scope} 裁定`,
  pendingNote: '裁定仅在本站，恢复后送达',
};
