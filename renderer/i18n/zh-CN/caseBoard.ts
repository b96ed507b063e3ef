/** Words of caseBoard. Keys are added here first; English must follow. */
export const caseBoard = {};
