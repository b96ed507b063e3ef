import type { EpochMs } from '../../kernel/time.ts';
import type { Wgs84Point } from '../area/point.ts';
import type { UnitId } from './identity.ts';

/** 综合执法, 重点工作, 应急处置, 兜底责任. */
export type WhistleKind = 'enforcement' | 'priority_work' | 'emergency' | 'backstop';
/** 1 poor to 5 excellent. */
export type Mark = 1 | 2 | 3 | 4 | 5;

/** Arguments of 吹哨: a street calls departments, the district files it and checks what came of it. */
export type WhistleArgsOf = {
  'whistle.open': {
    readonly item: string;
    /** Of the catalogue that the item stands in: it judges the whistle for good. */
    readonly dictVersion: string;
    /** 触发标准 that were found to hold. */
    readonly standards: readonly string[];
    readonly units: readonly UnitId[];
    readonly kind: WhistleKind;
  };
  /** 备案. Those asked for and not named here are not called. */
  'whistle.file': {
    readonly accept: boolean;
    readonly units: readonly UnitId[];
    readonly reason: string;
  };
  /** 报到. */
  'whistle.respond': {
    readonly unit: UnitId;
    readonly person: string;
    readonly at: EpochMs;
    readonly point: Wgs84Point | null;
  };
  'whistle.result': {
    readonly unit: UnitId;
    readonly text: string;
    readonly files: readonly string[];
  };
  'whistle.check': { readonly pass: boolean; readonly reason: string };
  /** 一哨一考: the street marks a department. */
  'whistle.score': {
    readonly unit: UnitId;
    readonly efficiency: Mark;
    readonly cooperation: Mark;
    readonly skill: Mark;
    readonly ownership: Mark;
    readonly comment: string;
  };
  /** 报到响应度, marked by the district. */
  'whistle.scoreResponse': { readonly unit: UnitId; readonly degree: Mark };
};
