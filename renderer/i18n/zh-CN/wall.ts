/** Words of wall. Keys are added here first; English must follow. */
export const wall = {};
