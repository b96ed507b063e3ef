/** What a district has a device sign begins so, and nothing else that is signed does. */
export const SYNC_NONCE = 'shaotai-sync:';
