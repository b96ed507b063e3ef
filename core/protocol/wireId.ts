import * as v from 'valibot';

/**
 * An id as it travels and is stored: a key of objects, so one name cannot be, and a text of SQLite, which
 * keeps neither half a character nor one that ends it.
 */
export const WireId = v.pipe(
  v.string(),
  v.maxLength(64),
  v.check((id) => id !== '__proto__', 'key'),
  v.check((id) => !/[\p{Cc}\p{Cs}]/u.test(id), 'characters'),
);
