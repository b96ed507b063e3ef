/** Words of printing. Keys are added here first; English must follow. */
export const printing = {};
