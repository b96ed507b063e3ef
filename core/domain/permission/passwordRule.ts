/** What is wrong with a password that a person wants to have. */
export type PasswordFault = 'short' | 'same' | 'login';

export const PASSWORD_LENGTH_MIN = 10;
const KINDS_MIN = 5;

/** Long enough, of more than a few characters, and not the login itself. */
export function passwordFault(password: string, login: string): PasswordFault | null {
  const text = password.normalize('NFKC');
  if ([...text].length < PASSWORD_LENGTH_MIN) return 'short';
  if (new Set(text).size < KINDS_MIN) return 'same';
  return login !== '' && text.toLowerCase().includes(login.toLowerCase()) ? 'login' : null;
}
