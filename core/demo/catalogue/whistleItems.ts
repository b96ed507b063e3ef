import { assert, must } from '../../kernel/assert.ts';
import type { Limit } from '../../domain/calendar/limit.ts';
import type { WhistleItem } from '../../domain/catalogue/districtFacts.ts';
import type { Duty } from '../../domain/catalogue/unit.ts';

type Situation = WhistleItem['situation'];

/** `duties 事项`, by situation; 45 items in all, 样例. */
const ITEMS: Readonly<Record<Situation, string>> = {
  enforcement: `
law_enforcement,planning 违法建设联合拆除
law_enforcement,market 占道经营联合整治
law_enforcement,market 无照游商反复聚集
environment,construction 施工扬尘联合执法
construction,law_enforcement 夜间施工扰民
environment,market 餐饮油烟扰民
traffic_police,transport 黑车揽客
traffic_police,fire 占用消防通道停车
policing,housing 群租房整治
market,health 无证餐饮取缔
policing,neighbourhood 违规养犬反复投诉
law_enforcement,policing 非法小广告窝点
market,policing 预付卡跑路
environment,policing 社会生活噪声
housing,market 黑中介整治
`,
  priority_work: `
construction,housing 老旧小区改造推进
planning,housing 平房院落腾退
roads,traffic_police 背街小巷整治
greening,planning 口袋公园建设
transport,traffic_police 停车设施建设
telecom,power 架空线入地
fire,power 电动自行车充电设施
housing,market 老楼加装电梯
sanitation,urban_management 垃圾分类驿站选址
water,drainage 老旧管线更新
civil_affairs,health 养老驿站建设
culture,planning 文物周边环境整治
`,
  emergency: `
gas,fire 燃气泄漏处置
water,roads 供水管道爆裂
drainage,roads 道路积水抢排
roads,traffic_police 路面塌陷处置
power,telecom 大面积停电
heating,housing 供热事故抢修
fire,policing 火灾现场协同
greening,emergency 大风倒树处置
sanitation,transport 扫雪铲冰
housing,emergency 房屋险情处置
`,
  backstop: `
urban_management,planning 权属不清设施维修
drainage,housing 无主化粪池清掏
roads,planning 无主道路修复
housing,neighbourhood 失管小区物业托底
greening,planning 无主绿地养护
telecom,urban_management 无主线缆清理
civil_affairs,health 特殊困难人群救助
labour,petition 历史遗留劳资纠纷
`,
};

const RESPOND: Readonly<Record<Situation, Limit>> = {
  emergency: { value: 0.5, clock: 'urgent_hour' },
  enforcement: { value: 24, clock: 'urgent_hour' },
  priority_work: { value: 24, clock: 'urgent_hour' },
  backstop: { value: 24, clock: 'urgent_hour' },
};
const FINISH: Readonly<Record<Situation, Limit>> = {
  emergency: { value: 1, clock: 'urgent_day' },
  enforcement: { value: 3, clock: 'work_day' },
  priority_work: { value: 5, clock: 'work_day' },
  backstop: { value: 10, clock: 'work_day' },
};

export function buildWhistleItems(): WhistleItem[] {
  const items = (['enforcement', 'priority_work', 'emergency', 'backstop'] as const).flatMap(
    (situation) =>
      ITEMS[situation]
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => ({ situation, line })),
  );
  assert(items.length === 45, 'forty-five whistle items');
  return items.map(({ situation, line }, i) => {
    const [duties, name] = line.split(' ');
    return {
      id: `W${String(i + 1).padStart(2, '0')}`,
      no: i + 1,
      situation,
      name: must(name, 'name'),
      standards: ['街道已先行处置', '超出街道职权或能力', '现场照片与事实清楚'],
      duties: must(duties, 'duties').split(',') as Duty[],
      respondWithin: RESPOND[situation],
      finishWithin: FINISH[situation],
      isSample: true,
    };
  });
}
