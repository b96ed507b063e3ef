import type { Matter } from '../../domain/catalogue/matter.ts';
import { pick } from '../../kernel/rng.ts';
import type { Rng } from '../../kernel/rng.ts';

/** Made-up wording of the demo's cases. */
export type Wording = {
  readonly title: string;
  readonly text: string;
};

const SINCE = ['今天早上', '昨天', '这两天', '上周开始', '近一个月', '刚才', '长期以来', '入夜后'];
const WISHES = ['希望尽快处理', '要求现场查看', '请有关部门回复', '希望不要再反复', '已多次反映'];
const GRID_TEXTS = [
  '巡查发现',
  '步巡时发现',
  '复查时再次发现',
  '例行普查发现',
  '居民当面反映后核实',
];

function thing(matter: Matter): string {
  return matter.name.replace(/\(.*$/u, '');
}

export function gridWording(matter: Matter, place: string, rng: Rng): Wording {
  const plain = matter.name.replaceAll('(', '（').replaceAll(')', '）');
  // A class with one matter says its name once.
  const isTwice = plain.startsWith(matter.minor);
  const what = isTwice ? plain : `${matter.minor}，${plain}`;
  return {
    title: `${place}${thing(matter)}`,
    text: `${pick(rng, GRID_TEXTS)}：${place}，${what}。`,
  };
}

export function callWording(matter: Matter, place: string, rng: Rng): Wording {
  return {
    title: `${place}${thing(matter)}`,
    text: `来电人反映：${pick(rng, SINCE)}，${place}存在${thing(matter)}问题，${pick(rng, WISHES)}。`,
  };
}

export function askWording(matter: Matter, rng: Rng): Wording {
  return {
    title: thing(matter),
    text: `来电咨询：${matter.major}方面${thing(matter)}如何办理，${pick(rng, ['需要哪些材料', '到哪里办', '何时能办结', '有何政策'])}。`,
  };
}

const ANSWERS = [
  '已按知识库告知办理条件、材料与地点。',
  '已告知可在政务服务网上办理，并说明流程。',
  '已解释现行政策，来电人表示理解。',
  '已告知主管部门及办公时间。',
];
const RESULTS = [
  '现场已清理',
  '已整改到位',
  '已劝离并教育',
  '已修复',
  '已规范摆放',
  '已更换设施',
  '已恢复正常',
];
const MEASURES = ['到场处置并拍照', '联系责任人整改', '组织人员清理', '下达整改通知', '安排抢修'];
const RETURNS = ['不属本单位职责', '经查权属另有单位', '地点不在辖区内', '需其他部门先行处置'];

export function answerText(rng: Rng): string {
  return pick(rng, ANSWERS);
}

export function resultText(rng: Rng): string {
  return pick(rng, RESULTS);
}

export function measureText(rng: Rng): string {
  return pick(rng, MEASURES);
}

export function returnText(rng: Rng): string {
  return pick(rng, RETURNS);
}
