/** Roles that see the number of a call in full (model 2: operator, dispatcher, duty chief). */
export const SEE_NUMBERS = ['operator', 'dispatcher', 'dutyChief'] as const;
