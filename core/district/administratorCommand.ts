import { openDistrict } from './openDistrict.ts';
import type { DistrictOptions } from './openDistrict.ts';
import { makeFirstAdministrator } from './firstAdministrator.ts';
import { readPassword } from '../node/readPassword.ts';
import { PASSWORD_LENGTH_MIN } from '../domain/permission/passwordRule.ts';
import type { FailureCode } from '../protocol/errors.ts';

const EXIT_REFUSED = 4;

/** Why nobody was made, for whoever stands at the machine. */
const WORDS: Readonly<Partial<Record<FailureCode, string>>> = {
  'setup/has-administrator':
    'this district has an administrator already: log in as one and make others there',
  'session/weak-password': `the password is too weak: at least ${PASSWORD_LENGTH_MIN} characters, five different ones, without the login`,
  'people/bad-login':
    'a login is small letters, digits, dots, dashes; it begins with a letter, 2 to 40 characters',
  'people/login-taken': 'somebody has this login already',
  'people/bad-name': 'a name is 1 to 40 characters',
};

/** `--first-administrator LOGIN`: asks for a first password, makes the person, and says what comes next. */
export async function runAdministratorCommand(
  options: DistrictOptions,
  wish: { readonly login: string; readonly name: string | null },
): Promise<number> {
  const password = await readPassword({
    once: `first password of ${wish.login}: `,
    again: 'once more: ',
  });
  if (password === null) {
    process.stderr.write('the two passwords differ; nothing was changed\n');
    return EXIT_REFUSED;
  }
  const district = await openDistrict(options);
  try {
    const { login, name } = wish;
    const made = await makeFirstAdministrator(district, options.clock, {
      login,
      name: name ?? login,
      password,
    });
    if (!made.ok) {
      process.stderr.write(`refused: ${WORDS[made.error] ?? made.error}\n`);
      return EXIT_REFUSED;
    }
    options.log.write('info', 'district/first-administrator', { person: made.value });
    process.stdout.write(
      [
        `administrator ${login} made. What comes next:`,
        '  1. start the district with --code district: its first line shows a one-time code',
        '  2. start a console, name the district and the code, log in, choose a password of your own',
        '  3. make people and their grants on #/admin/people, codes for more consoles on #/admin/devices',
        '',
      ].join('\n'),
    );
    return 0;
  } finally {
    await district.close();
  }
}
