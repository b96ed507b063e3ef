/**
 * A nominal tag that costs nothing at run time. The tag is optional, so a literal may be used where a
 * branded value is asked for, but two different brands never mix: a UnitId is not a CaseId.
 */
export type Brand<T, Name extends string> = T & { readonly __brand?: Name };
