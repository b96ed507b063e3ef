import { buildDistrict } from './buildDistrict.ts';
import { writeDistrict } from './writeDistrict.ts';

/** A district that nobody works in yet: ground, names, catalogues and calendar, no people, no cases. */
export function makeEmpty(options: {
  readonly profilesDir: string;
  readonly profile: string;
  readonly seed: number;
  /** The district's data folder. */
  readonly home: string;
}): void {
  const district = buildDistrict(options.profilesDir, options.profile, options.seed);
  const people = { ...district.people, isSample: false, people: [], demoLogins: [] };
  writeDistrict(options.home, { ...district, people });
}
