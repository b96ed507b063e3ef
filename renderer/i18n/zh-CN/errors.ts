import type { RefusalCode } from '#core/domain/operation/refusal.ts';
import type { FailureCode } from '#core/protocol/errors.ts';
import { rolesIn } from '../rolesIn.ts';
import { common } from './common.ts';
import { dispatch } from './dispatch.ts';

export type Detail = Readonly<Record<string, string | number | boolean | null>>;
export type RefusalWords = { readonly [C in RefusalCode]: (d: Detail) => string };
export type FailureWords = { readonly [C in FailureCode]: (d: Detail) => string };

const said = (d: Detail, key: string, before = ''): string => {
  const value = d[key];
  return value === undefined || value === null ? '' : `${before}${value}`;
};

/** Closing items by their codes, in the words of the closing form. */
const itemsIn = (d: Detail): string =>
  said(d, 'item')
    .split(',')
    .map((item) => dispatch.items[item] ?? item)
    .join('、');

/** Who has the right, so that he can be asked. */
const whoseIn = (d: Detail): string => {
  const roles = rolesIn(d['role'], common.role);
  return roles.length === 0 ? '' : ` · 由${roles.join('、')}办`;
};

const wrongStates: Readonly<Partial<Record<string, string>>> = {
  offered: '还没有签收',
  signed: '已签收',
  responded: '已响应',
  done: '已处置完成',
  returned: '已回退',
  recalled: '已撤派',
  waived: '已免除承办',
  lead: '主办不能免除，只能撤派',
};

/** Why a rule says no: what is, then what can be done. */
const refusals: RefusalWords = {
  'case/not-found': () => '本站没有这一案',
  'case/exists': () => '这一案已经登记过',
  'case/ended': () => '本案已了结',
  'case/stranger': () => '本站不参与这一案',
  'case/wrong-stage': () => '现在的阶段不能这样办',
  'case/not-held': () => '本案由另一级决定，已可作为建议送去',
  'case/needs-district': () => '需区级办理',
  'case/field-unchanged': () => '内容没有变化',
  'case/needs-answer': () => '缺少答复内容',
  'case/needs-condition': () => '缺少立案条件',
  'case/needs-matter': () => '还没有定事项，先按 Shift+I 改类',
  'matter/not-found': () => '标准里没有这个事项',
  'matter/other-condition': () => '这个立案条件不属于所选事项',
  'case/needs-place': () => '缺少地点',
  'case/closing-item-missing': (d) => `还差 ${itemsIn(d)}`,
  'case/unit-still-working': (d) => `还有单位未办完${said(d, 'unit', '：')}`,
  'assignment/not-found': () => '没有这一项派遣',
  'assignment/wrong-state': (d) => wrongStates[said(d, 'state')] ?? '这一项派遣已不在可办状态',
  'unit/not-found': () => '名录里没有这个单位',
  'unit/already-on-case': (d) => `${said(d, 'unit') || '该单位'} 已在本案`,
  'unit/busy': (d) => `${said(d, 'unit') || '该单位'} 正在处置${said(d, 'case', ' ') || '另一案'}`,
  'unit/other-street': () => '跨街派遣需区级',
  'unit/not-yours': () => '不是你所在的单位',
  'person/not-here': () => '此人当时没有在这台坐席登录，请重新登录后再办',
  'unit/no-lead': () => '须有一个主办单位',
  'ask/bound': () => '单位已由第三次派出指定，不能再回退',
  'ask/not-found': () => '没有这一项申请',
  'ask/already-judged': () => '这一项申请已经裁定',
  'ask/open-already': () => '同类申请还在等裁定',
  'merge/same-case': () => '不能并入自己',
  'merge/other-ended': () => '另一案已经结束，不能并入',
  'proposal/not-found': () => '没有等采纳的建议',
  'undo/not-found': () => '这一步在本机还没有取到，稍后再撤',
  'undo/not-possible': () => '这一步不能撤销',
  'undo/too-late': (d) => `超过 ${said(d, 'minutes') || '1'} 分钟，由值班长撤销`,
  'undo/built-on': () => '之后已有人接着办理，不能撤销',
  'undo/other-case': () => '另一案已随之改变，不能撤销',
  'undo/nothing': () => '没有可以撤销的步骤',
  'ask/own': () => '自己提出的申请须由他人裁定',
  'ask/third-hand-out-needs-unit': () => '第三次派出须指定承办单位',
  'ask/bad-time': () => '时间须在今后一年内，复查不晚于期满',
  'ask/overdue': () => '已超时，不能延期',
  'ask/extended-twice': () => '已延期两次，不能再延',
  'ask/suspended-already': () => '本案正在挂账',
  'case/archived': () => '本案已归档',
  'case/callback-open': () => '回访还没有结束',
  'case/supervised-already': () => '本案已在督办',
  'case/not-supervised': () => '本案没有督办',
  'case/held-there': () => '本案已在那里',
  'case/no-such-holder': () => '没有这个街道或受理中心',
  'whistle/no-item': () => '吹哨事项清单里没有这一项',
  'whistle/standard-unticked': (d) => `触发标准须全部勾选${said(d, 'standard', '：')}`,
  'whistle/no-unit': () => '须有应哨单位',
  'whistle/open': () => '吹哨还没有办结',
  'whistle/open-already': () => '本案正在吹哨',
  'whistle/none-open': () => '本案没有正在办的吹哨',
  'whistle/not-pending': () => '吹哨不在等备案',
  'whistle/not-filed': () => '吹哨还没有备案',
  'whistle/not-called': () => '吹哨没有叫这个单位',
  'whistle/said-already': () => '该单位已有记录',
  'whistle/result-missing': () => '还有单位没有结果',
  'whistle/needs-reply': () => '须先答复来电人',
  'whistle/not-over': () => '吹哨办结后才能评分',
  'whistle/scored': () => '该单位已评分，一哨一考',
  'whistle/unscored': () => '应哨单位还没有评完分',
  'ask/needs-district': () => '这一项申请由区级裁定',
  'conflict/not-found': () => '没有这一项冲突',
  'conflict/not-yours': () => '这一项冲突由另一级裁定',
  'conflict/resolved': () => '这一项冲突已经裁定',
  'conflict/unknown-option': () => '没有这个选项',
  'grant/none': (d) => `没有这项权限${whoseIn(d)}`,
  'grant/revoked': () => '权限已被收回',
  'grant/other-scope': () => '权限不在这个范围',
  'axis/both': () => '监督与指挥不能由同一人经办',
  'axis/reporter-handles': () => '上报人不能处置自己上报的案件',
  'callback/not-due': () => '还不到回访时间',
  'callback/attempt-taken': () => '这一次回访已有记录',
  'callback/needs-result': () => '回访缺少结果',
  'device/unknown': () => '区级不认识这台设备',
  'device/exists': () => '这台设备已经登记',
  'person/unknown': () => '没有这个人员',
  'lease/overlap': () => '案号号段与别站重叠',
  'drill/no-street': () => '没有这个街道',
  'drill/on-already': () => '该街道正在演练断线',
  'lease/limit': () => '本机号段已到上限，案号由区级补发',
  'number/has-one': () => '本案已有案号',
  'number/not-leased': () => '案号不在本机号段内，由区级另发',
  'number/taken': () => '案号已用于另一案，由区级另发',
  'said/future': () => '纸卡上的时间还没到',
  'said/order': () => '办结时间早于受理时间',
  'said/too-old': (d) => `纸卡超过 ${said(d, 'days')} 天，不再补录`,
  'said/before-sheet': (d) => `${said(d, 'caseNo')} 的空白卡那时还没有打印`,
  'card/known': (d) => `纸卡 ${said(d, 'caseNo')} 已经补录过`,
  'card/released': (d) => `${said(d, 'caseNo')} 已作空号放弃，换一个卡号`,
  'op/overtaken': () => '已有更早的决定生效',
  'op/not-stored': () => '区级程序出错，未能办理 · 原文已留存，管理员查看',
  'case/not-yet': () => '区级恢复后还缺本案此前的记录 · 补齐后即办',
  'op/schema': (d) => `内容不合格式${said(d, 'path', '：')}`,
};

/** The world said no: what does not work, and what still does. */
const failures: FailureWords = {
  'link/closed': () => '与本机程序断开 · 正在重连',
  'link/timeout': () => '本机程序没有回应 · 可重试',
  'link/version': () => '页面与本机程序版本不同 · 重新打开窗口',
  'link/unknown-call': () => '本机程序不认识这项请求',
  'session/needed': () => '须先登录',
  'session/locked': () => '席位已锁 · 输入口令继续',
  'session/bad-login': () => '登录名或口令不对',
  'session/too-many-tries': () => '错误五次 · 十分钟后再试',
  'session/busy': () => '同时登录的人太多 · 稍后再试',
  'session/expired-verifier': () => '离线登录已过期 · 联线后登录一次即可',
  'session/needs-line': () => '首次登录须联线',
  'session/seat-taken': ({ seat, by }) => `${seat} 席有人：${by}`,
  'session/seat-for-calls': (d) =>
    `${said(d, 'seat') || '本'} 席接听热线，限坐席、派遣员、值班长 · 请另选席位`,
  'session/no-such-seat': (d) => `本处没有 ${said(d, 'seat') || '这个'} 席 · 请另选席位`,
  'session/in-call': () => '通话中不能退出登录 · 先挂断；要离席可锁定席位',
  'storage/from-the-past': () => '数据由旧版程序写成 · 先用本版启动一次区级服务',
  'backup/none': () => '此文件夹里没有备份',
  'backup/not-empty': () => '恢复的目标文件夹不是空的',
  'backup/busy': () => '另一次备份正在写入该文件夹',
  'caller/needs-reason': () => '来电人要求保密，查看要写明理由',
  'caller/bad-number': () => '号码不对 · 写 3 至 20 位数字，可带 +、空格、横线和分机号',
  'backup/damaged': () => '备份与写入时不符 · 请换用另一份',
  'session/in-use': () => '这里有他人登录 · 须先退出',
  'session/first-password': () => '初始口令须先更改',
  'session/weak-password': () =>
    '口令太弱 · 至少 10 个字符、5 种不同字符，不含登录名，且与初始口令不同',
  'setup/has-administrator': () => '本区已有管理员',
  'people/bad-name': () => '姓名须为 1 到 40 个字',
  'people/bad-login': () => '登录名须以小写字母开头，只含小写字母、数字、点、横线',
  'people/login-taken': () => '这个登录名已有人用',
  'people/no-login': () => '此人没有登录名',
  'exchange/not-a-file': () => '这不是哨台的交换文件，或拿错了一种',
  'exchange/bent': () => '文件在路上变了样，签名对不上 · 重新拷一次',
  'exchange/no-key': () => '本机还不认识区级的签名 · 接通一次线路后再试',
  'exchange/other-district': () => '文件不是本区的，打不开',
  'exchange/other-console': () => '这份回答是给另一台终端的',
  'exchange/other-history': () => '区级已退回备份，或本机从未连过线 · 须接通线路',
  'link/port-taken': (d) => `端口 ${said(d, 'port')} 已被别的程序占用 · 换一个，或先停掉那个程序`,
  'exchange/no-station': () => '站点没有回应，或站点程序还不认 U 盘',
  'exchange/gap': () => '中间缺一份回答 · 先读入前一份，或重新写出',
  'setup/bad-station': () => '站点地址要写成 wss://地址:端口#指纹',
  'setup/bad-code': () => '登记码不对或已过期',
  'setup/other-scope': () => '登记码是给别处的，请要一个本处的',
  'setup/unreachable': () => '连不上这个区级地址',
  'setup/wrong-certificate': () => '区级证书与登记时不同 · 联系管理员',
  'storage/full': () => '磁盘已满 · 腾出空间后继续',
  'storage/corrupt': () => '本地副本损坏 · 联线后自动重建',
  'storage/io': () => '数据文件读写出错 · 可重试',
  'storage/busy': () => '数据文件正忙 · 可重试',
  'storage/from-the-future': () => '数据文件由更新的程序写成 · 升级本程序',
  'storage/read-only': () => '数据文件夹不能写入',
  'storage/outbox-lost': () => '待上报文件读不出来 · 联系管理员',
  'sync/version': () => '区级不接受本程序版本 · 本站照常工作',
  'sync/console-older': () => '本站程序版本过旧，区级不再接受 · 请升级',
  'sync/console-newer': () => '区级程序版本过旧，待其升级后接通',
  'sync/not-enrolled': () => '区级不认识本机 · 重新登记',
  'sync/fork': () => '这份数据在别处也用过 · 联系管理员',
  'sync/drill': () => '区级正在演练断线，到时自动恢复',
  'sync/bad-batch': () => '区中心无法验证本机发送的内容',
  'sync/wrong-district': () => '这不是登记时的区级',
  'call/gone': () => '来电已结束',
  'call/taken': () => '已由他席接听',
  'line/demo-only': () => '只有演示和演练的数据文件夹才能切断线路',
  'bundle/missing': () => '程序文件不全 · 重新安装',
  'file/too-large': () => '文件超过 20 MB · 压缩或分开后再附',
  'file/wrong-bytes': () => '文件内容与校验值不符 · 未收下',
  'file/not-yet': () => '文件还没有传到区级 · 稍后再看',
  'file/unknown': () => '本案没有这个附件',
  'file/damaged': () => '本机上的这份文件已损坏 · 再取一次',
  'file/line-cut': () => '断线，文件不在本机 · 恢复后可看',
  'bug/unexpected': () => '程序出错，已记入日志 · 可重试',
};

export const errors = {
  refusals,
  failures,
  unknown: (code: string) => `办不成：${code}`,
  /** The place of the act: 不能派遣：… */
  cannot: (act: string, why: string) => `不能${act}：${why}`,
};
