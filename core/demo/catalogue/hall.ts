import { must } from '../../kernel/assert.ts';
import type { Biz, Discovery, Urgency } from '../../domain/operation/args.ts';
import type { Channel, IntakeCenter, Line, Seat } from '../../domain/catalogue/hall.ts';
import type { Street } from '../../domain/catalogue/districtFacts.ts';

/** `code discovery biz urgency 名称 | English`. 24 rows. */
const CHANNELS = `
hotline passive hotline ordinary 12345热线电话 | Hotline call
city_order passive hotline ordinary 市级派单 | City order
street_phone passive hotline ordinary 街道便民电话 | Street telephone
web passive hotline ordinary 网站留言 | Website
wechat passive hotline ordinary 微信公众号 | WeChat account
app passive hotline ordinary 市民手机端 | Citizen app
sms passive hotline ordinary 短信 | Text message
mailbox passive hotline ordinary 区长信箱 | Mayor's mailbox
letter passive hotline ordinary 来信来访 | Letter or visit
media passive hotline urgent 媒体曝光 | Media report
deputies passive hotline ordinary 代表委员建议 | Deputies' proposals
police_110 passive police urgent 110非警务转办 | Transferred from 110
neighbour_hotline passive hotline ordinary 其他热线转办 | Other hotlines
scan_code passive hotline ordinary 扫码随手拍 | Scan-and-report
inspector active grid ordinary 监督员上报 | Inspector report
grid_manager active grid ordinary 网格员上报 | Grid manager report
patrol_car active grid ordinary 巡查车采集 | Patrol car
video active grid ordinary 视频发现 | Video finding
drone active grid ordinary 无人机巡查 | Drone patrol
sensor active iot urgent 物联感知报警 | Sensor alarm
special_check active grid ordinary 专项普查 | Special survey
leader_check active grid urgent 领导巡查交办 | Leaders' inspection
third_party active grid ordinary 第三方检查 | Third-party check
volunteer active grid ordinary 志愿者上报 | Volunteer report
`;

export function buildChannels(): Channel[] {
  return rowsOf(CHANNELS).map(([head, en]) => {
    const [code, discovery, biz, urgency, zh] = head.split(' ');
    return {
      code: must(code, 'code'),
      name: { zh: must(zh, 'name'), en },
      discovery: discovery as Discovery,
      biz: biz as Biz,
      defaultUrgency: urgency as Urgency,
    };
  });
}

/** Lines beside the streets' own: `matter 名称 | English`; `-` for no proposed class. 45 rows. */
const LINES = `
- 12345市民服务热线 | 12345 Citizen Hotline
- 12345企业服务专席 | 12345 Business Desk
- 12345英语专席 | 12345 English Desk
- 12345老年人专席 | 12345 Senior Desk
- 12345手语视频专席 | 12345 Sign Language Desk
S0406 城市管理热线 | Urban Management Line
S0101 违法建设举报 | Illegal Building Line
S0110 环境卫生热线 | Sanitation Line
S0301 施工扰民投诉 | Construction Noise Line
S0304 扬尘举报 | Dust Line
B0137 路灯报修 | Street Light Repairs
B0402 园林绿化热线 | Greening Line
S0113 道路报修 | Road Repairs
S0503 排水抢修 | Drainage Emergency
S0501 供水抢修 | Water Emergency
S0502 燃气抢修 | Gas Emergency
S0504 供热服务 | Heating Service
S0508 线缆抢修 | Cable Repairs
M010111 物业服务热线 | Property Management Line
M010211 电梯应急救援 | Lift Rescue
M010311 房屋报修 | Housing Repairs
M030111 停车服务热线 | Parking Line
M030311 公交服务热线 | Bus Line
M030511 共享单车热线 | Bicycle Sharing Line
M060111 劳动维权热线 | Labour Rights Line
M060311 社保咨询 | Social Security Line
M060411 社会救助热线 | Social Assistance Line
M060511 养老服务热线 | Elderly Care Line
M070111 教育咨询 | Education Line
M070311 卫生健康热线 | Health Line
M070511 文化旅游热线 | Culture and Tourism Line
M080111 消费维权热线 | Consumer Line
M080211 食品安全举报 | Food Safety Line
M080311 价格举报 | Price Line
M090111 消防隐患举报 | Fire Hazard Line
M090311 安全生产举报 | Work Safety Line
Z010111 住房保障咨询 | Housing Support Line
Z020411 企业开办咨询 | Company Registration Line
Z030111 税费咨询 | Tax Line
Z040111 法律服务热线 | Legal Service Line
Z040311 政务服务热线 | Government Service Line
Z060111 人才服务热线 | Talent Service Line
Z050511 应急值守电话 | Emergency Duty Line
- 区长信箱回访专线 | Mailbox Call-back Line
- 值班长专线 | Duty Chief Line
`;

/** 62 dialled numbers: 45 of the district and one for each street. */
export function buildLines(streets: readonly Street[]): Line[] {
  const district = rowsOf(LINES).map(([head, en], i): Line => {
    const [matter, zh] = head.split(' ');
    const name = must(zh, 'name');
    return {
      id: `L${String(i + 1).padStart(2, '0')}`,
      number: i === 0 ? '12345' : `5550${String(100 + i)}`,
      name: { zh: name, en },
      greeting: {
        zh: `您好，${name}，请讲。`,
        en: `Hello, ${en}. How can I help you?`,
      },
      defaultMatterCode: matter === undefined || matter === '-' ? null : matter,
      channel: 'hotline',
    };
  });
  const own = streets.map((street, i): Line => ({
    id: `L${String(district.length + i + 1).padStart(2, '0')}`,
    number: `5550${String(200 + i)}`,
    name: { zh: `${street.name.zh}便民电话`, en: `${street.name.en} Street Line` },
    greeting: {
      zh: `您好，${street.name.zh}便民电话，请讲。`,
      en: `Hello, ${street.name.en} Street Line. How can I help you?`,
    },
    defaultMatterCode: null,
    channel: 'street_phone',
  }));
  return [...district, ...own];
}

export function buildIntakeCenters(): IntakeCenter[] {
  const names = ['北片', '东片', '南片', '夜间'];
  const english = ['North', 'East', 'South', 'Night'];
  return names.map((zh, i) => ({
    scope: `intake:${i + 1}` as const,
    name: { zh: `${zh}受理分中心`, en: `${must(english[i], 'name')} Intake Center` },
    originLetters: `SL${must('ABCD'[i], 'letter')}`,
  }));
}

/** 56 seats of the hall, desks of the command room, four in each intake center, three in each street. */
export function buildSeats(streets: readonly Street[], intake: readonly IntakeCenter[]): Seat[] {
  const hall = Array.from({ length: 56 }, (_, i): Seat => ({
    id: `S${String(i + 1).padStart(2, '0')}`,
    number: i + 1,
    scope: 'district',
    extension: String(8001 + i),
    name: { zh: `${i + 1} 号坐席`, en: `Seat ${i + 1}` },
  }));
  const desks = Array.from({ length: 12 }, (_, i): Seat => ({
    id: `D${String(i + 1).padStart(2, '0')}`,
    number: 0,
    scope: 'district',
    extension: String(8101 + i),
    name: { zh: `指挥厅 ${i + 1} 号台`, en: `Command desk ${i + 1}` },
  }));
  const remote = intake.flatMap((center, c) =>
    Array.from({ length: 4 }, (_, i): Seat => ({
      id: `${center.originLetters}-${i + 1}`,
      number: 0,
      scope: center.scope,
      extension: String(8201 + c * 10 + i),
      name: { zh: `${center.name.zh} ${i + 1} 号台`, en: `${center.name.en} desk ${i + 1}` },
    })),
  );
  const street = streets.flatMap((s, c) =>
    Array.from({ length: 3 }, (_, i): Seat => ({
      id: `${s.originLetters}-${i + 1}`,
      number: 0,
      scope: `street:${s.code}`,
      extension: String(8301 + c * 10 + i),
      name: {
        zh: `${s.name.zh}分中心 ${i + 1} 号台`,
        en: `${s.name.en} sub-center desk ${i + 1}`,
      },
    })),
  );
  return [...hall, ...desks, ...remote, ...street];
}

function rowsOf(text: string): (readonly [head: string, en: string])[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [head, en] = line.split(' | ');
      return [must(head, 'head'), must(en, 'English name')] as const;
    });
}
