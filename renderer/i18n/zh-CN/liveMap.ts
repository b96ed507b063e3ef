type UnitKindWord =
  | 'section'
  | 'community'
  | 'embedded'
  | 'gridTeam'
  | 'policePost'
  | 'department'
  | 'enterprise'
  | 'crew';

const unitKinds: Readonly<Record<UnitKindWord, string>> = {
  section: '科室',
  community: '社区',
  embedded: '派驻',
  gridTeam: '网格',
  policePost: '派出所',
  department: '部门',
  enterprise: '企业',
  crew: '车组',
};

/** 实时地图. */
export const liveMap = {
  layersTitle: '图层与图例',
  groups: { cases: '案件 视野内', borders: '边界 全区', ground: '底图' },
  layers: {
    critical: '特急未签收',
    over: '超时',
    near: '快到时',
    open: '其余在办',
    discs: '聚合 弧长 = 超时与快到时占比',
    street: '街道',
    community: '社区',
    grid: '基础网格',
    cell: '单元网格',
    base: '道路 水系 绿地 建筑',
  },
  neverInDisc: '不聚合',
  pendingRing: '仅在本站，待上报',
  inset: '全区缩略图',
  selection: {
    title: '已选',
    none: '没有选中的案件',
    noneHint: '点案件或聚合点；X 到最坏的一案；点空白处看这里谁负责',
    many: (count: number) => `${count} 案`,
    over: (count: number) => `超时 ${count}`,
    near: (count: number) => `快到时 ${count}`,
    critical: (count: number) => `特急未签收 ${count}`,
    rest: (count: number) => `其余 ${count}`,
    more: (count: number) => `另 ${count} 案，按时钟先后`,
    list: '选中的案件，最坏的在前',
    reading: '正在读取案件',
    noNumber: '号码待发',
  },
  responsible: {
    title: '这里谁负责',
    territory: '属地',
    grid: '网格号',
    cell: '单元号',
    street: (name: string, count: string) => `${name} 在办 ${count}`,
    open: '在办',
    outside: '不在本区范围内',
    hint: '点地图任意一处',
    reading: '正在查找',
  },
  unitKinds,
  acts: {
    worst: '最坏的一案',
    next: '下一个',
    previous: '上一个',
    open: '打开案卷',
    zoomTo: '放大到这些',
    fit: '初始视图',
    zoomIn: '放大',
    zoomOut: '缩小',
    swap: '列表与地图',
    layers: '图层开关',
    clear: '取消选择',
  },
};
