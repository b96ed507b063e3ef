/**
 * Clocks of a limit: 紧急工作时 and 紧急工作日 and 自然日 never stop; 工作时 and 工作日 run inside the
 * shift blocks of working days only (a working day is 8 working hours).
 */
export type LimitClock = 'urgent_hour' | 'urgent_day' | 'natural_day' | 'work_hour' | 'work_day';

export type Limit = { readonly value: number; readonly clock: LimitClock };
