/** Words of liveMap. Keys are added here first; English must follow. */
export const liveMap = {};
