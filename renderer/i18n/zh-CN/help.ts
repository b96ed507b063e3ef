export const help = {
  print: '打印本页',
  back: '退一步',
};
