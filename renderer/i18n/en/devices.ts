import type { devices as Source } from '../zh-CN/devices.ts';

export const devices = {} satisfies typeof Source;
