/** The largest file that can be attached to a case. */
export const ATTACHMENT_BYTES_MAX = 20 * 1024 * 1024;

/** One piece of a file on any of its ways: page to host, host to district. */
export const FILE_PIECE_BYTES = 512 * 1024;
