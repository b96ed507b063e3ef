import * as v from 'valibot';

const Ms = v.number();
const Count = v.number();

/** The station of this street, as a console of it sees it. */
export const StationSeen = v.object({
  address: v.string(),
  isOpen: v.boolean(),
  /** It reaches the district. */
  isUp: v.boolean(),
  /** Why it turns this console away, while it does. */
  refusedWith: v.nullable(v.string()),
  since: Ms,
  /** Own acts that it keeps, and own acts that were decided because it brought them. */
  handed: Count,
  brought: Count,
  /** Undecided acts of others that it has told. */
  others: Count,
});
