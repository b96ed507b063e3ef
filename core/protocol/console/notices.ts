import * as v from 'valibot';
import { NoticeRow } from './rows.ts';

const Ms = v.number();
const Count = v.number();

/** `mine`: what is for the person alone. */
export const NoticeList = v.picklist(['all', 'mine']);

/** Rows `from` on of a list, newest first; without anything the newest of all. */
export const NoticesParams = v.object({
  list: v.optional(NoticeList),
  from: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200))),
});
export type NoticesParams = v.InferOutput<typeof NoticesParams>;

export const NoticesView = v.object({
  notices: v.array(NoticeRow),
  from: Count,
  /** Of the list, and how many of all are not read: the newest thousand to the person, and to his scope. */
  total: Count,
  unread: Count,
  /** Of the list alone, and where its newest row stands: what may be marked read by who looks at it. */
  unreadListed: Count,
  upTo: Count,
  asOf: Ms,
});
export type NoticesView = v.InferOutput<typeof NoticesView>;
