import type { Rng } from '../../kernel/rng.ts';

const SURNAMES =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文';
const GIVEN =
  '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志文海燕春梅晓东雪峰立新宏宇欣怡子涵浩然思远佳慧雨桐俊凯嘉诚博睿晨曦铭哲语嫣诗琪若曦宁远书瑶景行知微';

/** Invented names; the same name may occur twice, as in life. */
export function personName(rng: Rng): string {
  const surname = SURNAMES.charAt(rng.int(SURNAMES.length));
  const first = GIVEN.charAt(rng.int(GIVEN.length));
  return rng.next() < 0.25
    ? surname + first
    : surname + first + GIVEN.charAt(rng.int(GIVEN.length));
}
