/** Words of caseFile. Keys are added here first; English must follow. */
export const caseFile = {};
