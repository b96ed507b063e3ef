import type { DeviceTickets } from '../deviceTickets.ts';

/** What one ticket is good for: one file, one way. */
export type FileTicket = {
  readonly sha256: string;
  readonly way: 'send' | 'fetch';
  /** Length of the whole file. */
  readonly bytes: number;
};

export type FileTickets = DeviceTickets<FileTicket>;
