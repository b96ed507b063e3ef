// Every package that the program ships with must have a permissive licence, and docs/licences.md
// must list it. `--write` renews the list.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';

chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
const LIST = 'docs/licences.md';
const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);
const HEAD = `# Licences of what the program ships with

Shaotai itself is under the MIT licence (LICENSE). Every package below comes with it, as \`package-lock.json\` has it;
\`node scripts/licences.mjs\` fails when one is not permissive or not listed, \`--write\` renews this list. Electron (MIT)
brings Chromium and its own list of licences with the packed program. Packages used only for building and testing are
not shipped.

| Package | Version | Licence |
| --- | --- | --- |
`;

/** "MIT OR GPL-3.0" is permissive (we choose), "MIT AND GPL-3.0" is not. */
function isPermissive(licence) {
  const plain = licence.replaceAll(/[()]/g, '');
  return plain
    .split(/ OR /i)
    .some((choice) => choice.split(/ AND /i).every((one) => PERMISSIVE.has(one.trim())));
}

function licenceOf(manifest) {
  if (typeof manifest.license === 'string') return manifest.license;
  if (manifest.license?.type) return manifest.license.type;
  return (manifest.licenses ?? []).map((one) => one.type ?? one).join(' OR ') || 'none stated';
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
const shipped = Object.entries(lock)
  .filter(([path, entry]) => path !== '' && !entry.dev && !entry.devOptional && !entry.link)
  .filter(([path]) => existsSync(join(path, 'package.json')))
  .map(([path, entry]) => ({
    name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    version: entry.version,
    licence: licenceOf(JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))),
  }))
  .sort((a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'));

const rows = shipped.map((one) => `| ${one.name} | ${one.version} | ${one.licence} |`);
if (process.argv.includes('--write')) writeFileSync(LIST, `${HEAD}${rows.join('\n')}\n`);

const listed = readFileSync(LIST, 'utf8');
const problems = [
  ...shipped
    .filter((one) => !isPermissive(one.licence))
    .map((one) => `${one.name} ${one.version}: ${one.licence} is not a permissive licence`),
  ...rows
    .filter((row) => !listed.includes(row))
    .map((row) => `${LIST} lacks ${row} (node scripts/licences.mjs --write)`),
];
for (const problem of problems) console.error(problem);
console.log(`${shipped.length} packages shipped, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
