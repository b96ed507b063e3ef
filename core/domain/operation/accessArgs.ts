import type { CaseId } from './identity.ts';

/** What of a case's personal data somebody was shown or took along. No door exports any yet. */
export type Looked = 'number' | 'confidential' | 'recording' | 'print' | 'export';

/**
 * Made by the program when a person looks. The case stands in the arguments and not in the operation: nothing
 * about the case changes by it, so it raises no version and no member of the case is told.
 */
export type AccessArgsOf = {
  'access.note': {
    readonly what: Looked;
    readonly case: CaseId;
    /** In the words of whoever looked; empty where nobody is asked. */
    readonly why: string;
  };
};
