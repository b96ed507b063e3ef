/**
 * What strikes in the midst of a history. `fork`: a console's disk is put back. `restore`: the district is. `both`:
 * a console, and then the district, to before that. `turned`: first the district, and then a console whose acts may
 * wait for what was lost.
 */
export const FAULTS = ['fork', 'restore', 'both', 'turned'] as const;
export type Fault = (typeof FAULTS)[number];
