/**
 * Words the intake form listens for. Data of this program's Chinese speech, not of a screen: a rule
 * proposes, a person decides.
 */
export const intakeRules = {
  /** A danger to life: 特急. */
  critical: [
    '燃气泄漏',
    '煤气泄漏',
    '漏气',
    '燃气味',
    '煤气味',
    '着火',
    '起火',
    '火灾',
    '爆炸',
    '触电',
    '漏电',
    '坍塌',
    '塌方',
    '被困',
    '溺水',
    '坠楼',
    '轻生',
    '自杀',
    '昏迷',
    '晕倒',
    '有人受伤',
    '流血',
    '中毒',
    '电梯困人',
    '坠落伤人',
  ],
  /** Harm soon, or a person who cannot help himself: 紧急. */
  urgent: [
    '独自在家',
    '独居',
    '老人一个人',
    '孕妇',
    '婴儿',
    '小孩一个人',
    '停水',
    '停电',
    '停气',
    '停暖',
    '暖气不热',
    '没有暖气',
    '跑水',
    '漏水',
    '水管爆',
    '井盖缺失',
    '井盖丢失',
    '路面塌陷',
    '欲坠',
    '要掉',
    '高空坠物',
    '冒烟',
    '电线垂落',
    '大树倒',
    '树倒',
    '积水',
    '污水外溢',
    '围堵',
    '打架',
  ],
  /** 人 时 地 因 经过: what a complete record answers. A number counts as a time only with a word for one. */
  time: /(今|昨|前|明)[天日晚早晨]|刚才|现在|目前|上午|下午|中午|凌晨|夜里|晚上|早上|(?<![有差早快慢])[0-9一二三四五六七八九十两]+\s*(?:点(?![也都儿名])|时|日|月|年(?!级)|天|周(?!边)|个?小时|号(?=[起开早上下中晚]))|长期|一直|多次|最近/u,
  /** Why it is so, or the fault by its name: a thing that is missing or broken asks for no reason. */
  cause:
    /因为|由于|导致|造成|引起|所以|因此|原因|怀疑|可能是|缺失|丢失|丢了|破损|损坏|坏了|断裂|塌陷|堵塞|满溢|外溢|漏|困人|被困|不亮|不热|停水|停电|停气|停暖|没有水|没有电|没有暖气|起火|着火|冒烟|倒了|没人清运|积水|占道/u,
  person: /我|本人|住户|居民|业主|老人|孩子|邻居|商户|来电人|市民/u,
  /** What looks like an address in running words. */
  address:
    /[\u4e00-\u9fff]{2,8}?(?:路|街|巷|里|苑|园|小区|大厦|胡同|桥|村|条|社区|广场|公寓|中心)(?:\s*[0-9一二三四五六七八九十]+\s*(?:号楼|号院|号|楼|单元|层|门))*/u,
  /** What stands left of an address in speech and is no part of its name. */
  addressLead: /^.*(?:家住|住在|位于|地址是|地点在|就在|来自|反映|来电人称|我是)|^[在称是]/u,
  /** What stands between a place and what is the matter there. */
  placeTail:
    /^(?:小区|社区)?(?:[0-9]+\s*(?:号楼|号|楼|单元|层|室))*(?:门口|附近|旁边|里面|里|内|的|上)?[，,、:：\s]*(?:我?们?家[里中])?/u,
  /** How a record begins that says who speaks, not what. */
  speaker:
    /^(?:您好|你好)?(?:来电人|市民|其|本人|他|她|我)?(?:称|反映|说|表示)?(?:(?:我)?(?:想|要)?(?:咨询|请问|问)(?:一下|下)?)?/u,
  /** A clause that says only when. */
  whenOnly: /[从自]|左右|开始|起|的?时候|到现在|以来|整|半/gu,
  /** How a caller says what kind of appeal it is; the first that fits. */
  typeSaid: [
    ['consult', /咨询|请问|想问|问一下|问下/u],
    ['report', /举报/u],
    ['complaint', /投诉/u],
    ['suggest', /建议/u],
  ],
  /** A line on which appeals of one kind are taken. */
  reportLine: /举报/u,
  /**
   * The house form of a title. Content of a case, so it does not follow the language of the screen. It
   * stands open in lists and searches: it never names the caller.
   */
  title: (what: string, isEnterprise: boolean): string =>
    `关于${isEnterprise ? '企业' : '市民'}反映${what}的问题`,
  /** What a point that was clicked is called. Content of a case, as its title is. */
  placeOnMap: (near: string | null) => (near === null ? '地图上的一点' : `${near}附近`),
  /** The type of an appeal as the catalogue writes it behind the name of a matter. */
  kindWord: {
    consult: '咨询',
    help: '求助',
    complaint: '投诉',
    report: '举报',
    suggest: '建议',
    find: undefined,
  },
  /** A type written behind the name of a matter. */
  matterKind: /[（(][^（()）]*[)）]$/u,
  /** Things that callers name by one word, whatever kind the standard tells apart. */
  things: /井盖|路灯|暖气|垃圾|污水|路面|坑洼|电梯|树木|护栏|信号|公厕|路牌|线缆/gu,
  /** What every title has, and none is about. */
  titleShell: /^关于(?:市民|企业)反映|的问题$/gu,
  /** What the title of a ready answer may say whatever it is about. */
  answerFiller:
    /怎么(?:办|报修|报|扔|处理)?|如何|什么|多少|哪里|时间|问题|小区|报修|投诉|举报|咨询|办理|申请|情况|需要|可以/u,
  sentenceEnd: /[，。；！？,.;!?\n]/u,
} as const;
