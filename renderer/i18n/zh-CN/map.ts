/** Words of the map wherever it is shown. */
export const map = {
  label: '地图：方向键移动，加减键缩放，Home 回到初始视图',
  labelPicking: '地图：点选诉求地点',
  streetShort: (name: string) => name.replace(/(?<=.)(街道|地区)$/u, ''),
  schematic: '示意，非测绘成果',
  scale: (metres: number) => (metres >= 1_000 ? `${metres / 1_000} 千米` : `${metres} 米`),
  baseUnreadable: '底图读不出来，案件点仍可用',
  baseCode: 'MAP-07',
  casesStale: '案件位置读不出来',
  accuracy: (metres: number) => `精度约 ${metres} 米`,
  zoomIn: '放大',
  zoomOut: '缩小',
};
