/** Filing conditions (立案条件) by class and limit; what a class lacks is worded by its kind and limit. 样例. */
const COVERS: Readonly<Record<string, string>> = {
  '2紧时': '井盖缺失、移位或碎裂，有安全隐患',
  '4时': '井盖破损面积大于 25 平方厘米',
  '1日': '井盖破损面积大于 25 平方厘米',
  '2日': '井盖异响、翻动',
  '5日': '井盖周边 150 × 150 厘米内路面沉陷或凸起',
};

const COMPONENT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '0104': { ...COVERS, '1日': '堵塞三分之一及以上' },
  '0137': {
    '1日': '单灯不亮',
    '2日': '连续多灯不亮',
    '2时': '未按时开闭',
    '3日': '灯杆倾斜、倒伏',
  },
  '0207': { '2紧时': '积水，影响通行' },
  '0211': { '4紧时': '倒伏、断裂' },
  '0303': { '4紧时': '井盖缺失', '1日': '满溢' },
  '0305': { '4时': '未按位摆放', '3日': '破损' },
  '0402': { '1日': '倒伏、倾斜、断枝', '15日': '缺失、死亡' },
};

const EVENT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '0101': { '2紧日': '正在搭建', '15日': '已建成' },
  '0110': { '4时': '生活垃圾暴露在容器之外' },
  '0112': { '2时': '路面有垃圾、油污、浮土' },
  '0113': { '5日': '破损 0.5 平方米及以上，或裂缝 1 平方米及以上，或错台大于 30 毫米' },
  '0122': { '1紧时': '无许可正在伐树，须先制止', '3日': '已伐，须查处' },
  '0129': { '2紧时': '露天烧烤' },
  '0201': { '1日': '张贴、喷涂小广告' },
  '0301': { '2紧时': '夜间或无许可施工噪声' },
  '0304': { '2时': '扬尘' },
  '0401': { '2紧时': '无照游商经营' },
  '0405': { '2紧时': '店外经营' },
  '0406': { '2紧时': '占道经营' },
  '0410': { '2时': '非机动车乱停放，影响通行' },
  '0496': { '2时': '消防通道被占用' },
  '0501': { '1紧时': '供水管道破裂', '5日': '由此引起路面塌陷' },
  '0502': { '1紧时': '燃气管道破裂、泄漏或起火', '5日': '由此引起路面塌陷' },
  '0504': { '1紧时': '热力管道破裂', '5日': '由此引起路面塌陷' },
  '0505': { '2紧时': '路面塌陷，有安全隐患' },
  '0506': { '2紧时': '积水大于 100 平方米且深于 15 厘米' },
  '0507': { '4时': '积雪积冰，影响通行' },
  '0508': { '2时': '架空线缆脱落' },
};

const COMPONENT_BY_LIMIT: readonly (readonly [RegExp, string])[] = [
  [/紧/, '缺失或损坏，危及人身安全'],
  [/时$/, '影响使用，需尽快恢复'],
  [/^1日/, '脏污、张贴、轻微破损'],
  [/^2日/, '松动、移位、部分功能失效'],
  [/^3日/, '破损、变形，影响使用'],
  [/^5日/, '整体损坏，需更换'],
  [/日$/, '缺失，需补建'],
];

const EVENT_BY_LIMIT: readonly (readonly [RegExp, string])[] = [
  [/紧/, '正在发生，影响安全或通行'],
  [/时$/, '影响市容或通行，可当班处置'],
  [/^1日/, '存在问题，需当日整治'],
  [/^2日/, '存在问题，需清理整治'],
  [/日$/, '需施工或执法程序'],
];

export function conditionText(kind: 'component' | 'event', code: string, limit: string): string {
  const exact = (kind === 'component' ? COMPONENT : EVENT)[code]?.[limit];
  if (exact !== undefined) return exact;
  const cover = kind === 'component' && /^01(0[1-6]|1[0-8]|23)$/.test(code) && COVERS[limit];
  if (cover) return cover;
  const byLimit = kind === 'component' ? COMPONENT_BY_LIMIT : EVENT_BY_LIMIT;
  return byLimit.find(([pattern]) => pattern.test(limit))?.[1] ?? '存在问题';
}
