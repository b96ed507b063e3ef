/** 138****0000: as a number is shown to who may not see all of it. Short ones lose all but two digits. */
export function maskNumber(number: string): string {
  const digits = number.trim();
  if (digits.length >= 8) return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
  return digits.length <= 2 ? '**' : `${'*'.repeat(digits.length - 2)}${digits.slice(-2)}`;
}

/** Roles that see the number of a call in full (model 2: operator, dispatcher, duty chief). */
export const SEE_NUMBERS = ['operator', 'dispatcher', 'dutyChief'] as const;
