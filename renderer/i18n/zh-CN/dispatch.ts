/** Words of dispatch. Keys are added here first; English must follow. */
export const dispatch = {};
