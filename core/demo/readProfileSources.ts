import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProfileSources } from './profileSources.ts';

/** Reads profiles/<name>/ of a checkout or of the packed program's resources. */
export function readProfileSources(profilesDir: string, name: string): ProfileSources {
  const read = (file: string): unknown =>
    JSON.parse(readFileSync(join(profilesDir, name, file), 'utf8'));
  return {
    profile: read('profile.json') as ProfileSources['profile'],
    outline: read('outline.json') as ProfileSources['outline'],
    divisions: read('divisions.json') as ProfileSources['divisions'],
  };
}
