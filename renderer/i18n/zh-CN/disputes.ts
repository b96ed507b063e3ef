/** A dispute that asks a person: what happened, what may be chosen, what follows from each choice. */
type DisputeWords = {
  readonly happened: string;
  readonly options: Readonly<Record<string, string>>;
  readonly why: Readonly<Record<string, string>>;
  readonly follows: Readonly<Record<string, readonly string[]>>;
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

/** Every dispute that the rules raise, by its rule. */
export const disputes: Readonly<Record<number, DisputeWords>> = {
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
  13: {
    happened: '一边结案，一边列入督办',
    options: { supervised: '待督办核查', review: '事后复核', closed: '按结案' },
    why: { supervised: '督办的案件由区级核查后结案', review: '来电人已满意，不再打开' },
    follows: {
      supervised: ['案件转为待核查，由区级结案', '结案留在时间线'],
      review: ['保持结案，督办继续，事后复核'],
      closed: ['案件结案，督办取消'],
    },
  },
  14: {
    happened: '一边改类，一边已派遣',
    options: { keep: '单位继续', recall: '撤派' },
    why: { keep: '两者都有效，撤派由人定' },
    follows: {
      keep: ['派出的单位继续承办', '按较严的时限计'],
      recall: ['主办单位撤派，收到通知', '没有别的单位时回到待派遣'],
    },
  },
  15: { happened: '两边改成了不同的事项', ...FIRST_SECOND },
  17: {
    happened: '一边并案，一边把主案结了',
    options: { apart: '单独办理', closed: '随主案结案' },
    why: { apart: '已派出或有人响应的不随主案结案' },
    follows: {
      apart: ['本案继续办理', '主案照结'],
      closed: ['本案按并案结案', '两案来电人都要回访'],
    },
  },
  19: { happened: '两边并入了不同的案件', ...FIRST_SECOND },
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
  26: {
    happened: '一边作废或强制结案，一边有人在办',
    options: { open: '继续办理', ended: '仍按作废或强制结案' },
    why: { open: '有现场事实或派遣，作决定的人当时没有看到' },
    follows: {
      open: ['案件照常办理', '作废或强制结案留在时间线'],
      ended: ['案件了结，在办单位撤派，收到通知'],
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
  35: { happened: '同一应哨单位评了两次分', ...FIRST_SECOND },
  37: { happened: '两步不能先后都生效', ...FIRST_SECOND },
};
