/** District departments and public service enterprises: `kind duty 名称 | English`. 40 rows, 样例. */
export const DEPARTMENTS = `
department general 区政府办公室 | District Government Office
department urban_management 区城市管理委 | Urban Management Commission
department law_enforcement 区城管执法局 | Urban Law Enforcement Bureau
department housing 区房屋管理局 | Housing Administration
department construction 区住房城乡建设委 | Housing and Construction Commission
department environment 区生态环境局 | Ecology and Environment Bureau
department greening 区园林绿化局 | Parks and Greening Bureau
department market 区市场监管局 | Market Supervision Bureau
department health 区卫生健康委 | Health Commission
department education 区教育委员会 | Education Commission
department labour 区人力社保局 | Human Resources and Social Security Bureau
department civil_affairs 区民政局 | Civil Affairs Bureau
department culture 区文化旅游局 | Culture and Tourism Bureau
department transport 区交通委员会 | Transport Commission
department planning 区规划自然资源分局 | Planning and Natural Resources Branch
department justice 区司法局 | Justice Bureau
department commerce 区商务局 | Commerce Bureau
department finance 区财政局 | Finance Bureau
department petition 区信访办公室 | Petitions Office
department emergency 区应急管理局 | Emergency Management Bureau
department policing 区公安分局 | Public Security Branch
department traffic_police 区交通支队 | Traffic Police Detachment
department fire 区消防救援支队 | Fire and Rescue Detachment
department safety_construction 区委政法委 | Political and Legal Affairs Office
department community_life 区社区建设办公室 | Community Building Office
department labour 区医疗保障局 | Medical Insurance Bureau
department finance 区税务局 | Taxation Bureau
department civil_affairs 区退役军人局 | Veterans Affairs Bureau
department civil_affairs 区残疾人联合会 | Disabled Persons Federation
department general 区政务服务局 | Government Services Bureau
department sanitation 区环境卫生服务中心 | Sanitation Service Centre
department lighting 区夜景照明中心 | Public Lighting Centre
enterprise roads 市政道路养护公司 | Municipal Road Maintenance Company
enterprise water 自来水供水公司 | Water Supply Company
enterprise drainage 排水管网公司 | Drainage Network Company
enterprise power 供电公司 | Power Supply Company
enterprise gas 燃气公司 | Gas Company
enterprise heating 热力公司 | Heating Company
enterprise telecom 通信联合维护中心 | Telecom Joint Maintenance Centre
enterprise transport 公共交通公司 | Public Transport Company
`;

export type OfficeRow = readonly [key: string, duty: string, zh: string, en: string];

/** The same four sections and five embedded departments in every street. */
export const SECTIONS: readonly OfficeRow[] = [
  ['K1', 'urban_management', '城市管理办公室', 'Urban Management Section'],
  ['K2', 'community_life', '社区建设办公室', 'Community Section'],
  ['K3', 'safety_construction', '平安建设办公室', 'Public Safety Section'],
  ['K4', 'civil_affairs', '民生保障办公室', 'Civil Affairs Section'],
];

export const EMBEDDED: readonly OfficeRow[] = [
  ['E1', 'law_enforcement', '综合行政执法队', 'Law Enforcement Team'],
  ['E2', 'market', '市场监管所', 'Market Supervision Station'],
  ['E3', 'traffic_police', '交通中队', 'Traffic Police Squad'],
  ['E4', 'fire', '消防救援站', 'Fire and Rescue Station'],
  ['E5', 'health', '卫生健康监督站', 'Health Inspection Station'],
];

/** Crews of district enterprises: one case at a time. */
export const DISTRICT_CREWS: readonly OfficeRow[] = [
  ['X01', 'roads', '道路抢险一组', 'Road Repair Crew 1'],
  ['X02', 'roads', '道路抢险二组', 'Road Repair Crew 2'],
  ['X03', 'drainage', '排水抢险一组', 'Drainage Crew 1'],
  ['X04', 'drainage', '排水抢险二组', 'Drainage Crew 2'],
  ['X05', 'water', '供水抢修一组', 'Water Repair Crew 1'],
  ['X06', 'power', '供电抢修一组', 'Power Repair Crew 1'],
  ['X07', 'gas', '燃气抢险一组', 'Gas Emergency Crew 1'],
  ['X08', 'heating', '热力抢修一组', 'Heating Repair Crew 1'],
  ['X09', 'greening', '园林抢险一组', 'Tree Emergency Crew 1'],
  ['X10', 'sanitation', '机扫车组一', 'Sweeper Crew 1'],
  ['X11', 'sanitation', '机扫车组二', 'Sweeper Crew 2'],
  ['X12', 'lighting', '照明抢修一组', 'Lighting Repair Crew 1'],
];
