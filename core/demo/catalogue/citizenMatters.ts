/**
 * What callers bring: 类 (major), then `duty 项: things`. Each thing is one matter per way of asking.
 * All of it is made up for the demo (样例).
 */
export const LIVELIHOOD = `
# 物业管理
housing 物业服务: 物业费 保洁不到位 保安管理 公共收益 物业更换 维修拖延
housing 电梯: 电梯困人 电梯停运 电梯异响 电梯年检 加装电梯
housing 公共维修: 屋顶漏雨 外墙脱落 管道堵塞 楼道照明 门禁故障 维修资金
neighbourhood 邻里: 宠物扰民 楼上漏水 楼道堆物 高空抛物 油烟扰民
# 噪声扰民
law_enforcement 生活噪声: 广场舞噪声 商铺喇叭 装修噪声 夜间喧哗
environment 设备噪声: 空调外机 冷却塔 变压器 排风机
construction 施工噪声: 夜间施工 早间施工 节假日施工
# 停车与出行
traffic_police 停车: 违法停车 消防通道停车 僵尸车 停车收费争议 停车位紧张
traffic_police 交通: 信号灯故障 信号灯配时 道路拥堵 交通标线 闯禁行 逆行
transport 公交地铁: 公交到站慢 线路调整 站台环境 乘务态度 无障碍出行
transport 出租与网约: 拒载 绕路 遗失物品 黑车揽客
urban_management 共享单车: 车辆淤积 车辆损坏 电子围栏 占压盲道
# 供水供电供气供热
water 供水: 停水 水压不足 水质浑浊 水表计量 水费账单 管线漏水
power 供电: 停电 电压不稳 电表计量 电费账单 线路老化 充电桩用电
gas 供气: 停气 燃气异味 燃气表 燃气费 燃气安检
heating 供热: 不热 停暖 跑冒滴漏 供暖费 提前供暖
drainage 排水: 下水堵塞 污水冒溢 井盖异响 化粪池清掏
telecom 通信: 宽带故障 信号差 资费争议 线缆杂乱 营业厅服务
# 市容环境
sanitation 垃圾: 垃圾清运不及时 垃圾桶不足 大件垃圾 建筑垃圾 厨余垃圾 垃圾站异味
sanitation 公厕: 公厕脏 公厕关闭 公厕缺纸 公厕异味
greening 绿化: 树木遮挡 枯树 绿地被占 飞絮 虫害 公园设施
law_enforcement 街面: 占道经营 无照游商 违规广告 乱贴小广告 露天烧烤
law_enforcement 违法建设: 新增违建 历史违建 屋顶违建 封堵通道
environment 大气: 工地扬尘 餐饮油烟 异味 焚烧
# 社会保障
labour 劳动权益: 拖欠工资 未签合同 加班争议 工伤认定 辞退补偿
labour 就业: 就业补贴 失业登记 技能培训 招聘信息
labour 社保: 养老金发放 医保报销 社保补缴 异地就医 社保卡
civil_affairs 救助: 低保申请 临时救助 残疾补贴 高龄津贴 流浪救助
civil_affairs 养老: 养老机构 助餐点 居家养老 适老改造
community_life 社区服务: 证明开具 社区活动 便民服务 志愿服务 老年餐桌
# 教育卫生文化
education 学校: 入学政策 收费争议 校园安全 课后服务 食堂卫生
education 校外培训: 退费 违规补课 机构关门
health 医疗: 挂号难 服务态度 收费争议 疫苗接种 家庭医生
health 公共卫生: 病媒生物 二次供水 控烟 公共场所卫生
culture 文体: 场馆开放 健身器材 文化活动 演出票务 旅游纠纷
# 消费与市场
market 消费维权: 退款 虚假宣传 预付卡 质量问题 售后服务 快递纠纷
market 食品: 食品过期 餐饮卫生 异物 无证餐饮
market 价格: 未明码标价 价格欺诈 收费不公示
market 经营: 无照经营 特种设备 计量不准
# 公共安全
fire 消防: 通道堵塞 电动车入楼 消防设施损坏 飞线充电
policing 治安: 扰乱秩序 养犬 诈骗线索 盗窃线索
safety_construction 安全生产: 违规用电 违规动火 危险品 群租隐患
emergency 灾害: 房屋险情 内涝 冰雪 大风
`;

export const ADMINISTRATION = `
# 住房与规划
housing 住房保障: 公租房申请 公租房退出 租金补贴 房屋腾退 共有产权房
housing 房屋管理: 直管公房 房屋安全鉴定 租赁备案 中介服务
planning 规划: 规划公示 建设许可 不动产登记 权籍调查 用途变更
construction 建设: 施工许可 竣工验收 工程款 老旧小区改造 平房修缮
# 户籍与证照
policing 户籍: 落户 迁移 身份证 居住证 户口簿
policing 出入境: 护照 港澳通行证 签证咨询
civil_affairs 婚姻与社会组织: 婚姻登记 收养登记 社会组织登记 地名
market 企业登记: 设立 变更 注销 年报 名称争议 经营异常
# 财税金融
finance 财税: 个人所得税 发票 契税 减免政策 税务服务
finance 金融: 非法集资线索 贷款政策 保险纠纷
commerce 商务: 家电补贴 消费券 外资服务 老字号 再生资源
# 司法与信访
justice 法律服务: 法律援助 公证 人民调解 仲裁 律师服务
petition 信访: 信访进度 历史遗留 重复信访 复查复核
general 政务服务: 窗口服务 网上办事 进度查询 材料要求 政策咨询
general 作风: 服务态度 推诿 办理超时 答复不满意 表扬
# 城市运行
urban_management 城市管理: 门前三包 户外广告许可 占道许可 夜景照明 环境整治
roads 道路建设: 道路大修 人行道改造 无障碍坡道 道路命名
transport 交通规划: 公交站增设 停车场建设 慢行系统 道路限行
environment 生态: 排污许可 噪声监测 环评公示 土壤
emergency 应急: 应急预案 避难场所 防汛 安全许可
# 民生政策
labour 人才与就业: 人才引进 职称 创业扶持 档案管理 退休办理
education 教育政策: 学区划片 转学 教师资格 幼儿园名额
health 卫生政策: 生育服务 医师执业 托育 无偿献血
culture 文旅: 文物保护 历史建筑 导游 街区更新
civil_affairs 民政政策: 殡葬 慈善 残疾人证 优待证
greening 园林: 树木移伐许可 认建认养 公园规划
`;

/** Ways of asking, each a matter of its own. */
export const LIVELIHOOD_WAYS = ['投诉', '求助', '举报', '建议', '反映进展', '咨询'];
export const ADMINISTRATION_WAYS = ['咨询', '申请进度', '投诉', '建议', '求助', '反映问题'];

/** Added to a class of components or events to make its finer matters. */
export const COMPONENT_TROUBLES = [
  '缺失',
  '破损',
  '移位',
  '松动',
  '锈蚀',
  '倾斜',
  '污损',
  '堵塞',
  '异响',
];
export const EVENT_SCENES = [
  '主干道',
  '背街小巷',
  '居住小区',
  '学校周边',
  '医院周边',
  '市场周边',
  '公园绿地',
  '工地周边',
];
