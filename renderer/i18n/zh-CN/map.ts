/** Words of map. Keys are added here first; English must follow. */
export const map = {};
