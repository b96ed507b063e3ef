/** Words of conflicts. Keys are added here first; English must follow. */
export const conflicts = {};
