// Installs the Debian packages that a step needs, when they are missing and this user may; else
// ends with the command to run. Runs on plain Node: imports nothing but Node itself.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { getuid } from 'node:process';

const POSTGRES = '/usr/lib/postgresql';
const inPath = (command) => spawnSync('which', [command], { stdio: 'ignore' }).status === 0;

function hasChineseFont() {
  const listed = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' });
  return listed.status === 0 && listed.stdout.trim() !== '';
}

/** The server's programs lie outside the path, one folder a version. */
function hasPostgres() {
  const versions = existsSync(POSTGRES) ? readdirSync(POSTGRES) : [];
  return versions.some((version) => existsSync(join(POSTGRES, version, 'bin', 'initdb')));
}

/** Newer releases renamed some libraries (64-bit time): either name will do. */
const ELECTRON_LIBRARIES = [
  ['libnss3'],
  ['libatk1.0-0', 'libatk1.0-0t64'],
  ['libatk-bridge2.0-0', 'libatk-bridge2.0-0t64'],
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libgbm1'],
  ['libasound2', 'libasound2t64'],
  ['libdrm2'],
  ['libcups2', 'libcups2t64'],
  ['libnotify4'],
  ['libxss1'],
  ['libsecret-1-0'],
];

const isInstalled = (name) => {
  const asked = spawnSync('dpkg-query', ['-W', '-f=${db:Status-Status}', name], {
    encoding: 'utf8',
  });
  return asked.status === 0 && asked.stdout === 'installed';
};

/** What each purpose needs: alternatives of package names, asked only when the probe fails. */
const PURPOSES = {
  compiler: () => [
    ...(inPath('g++') ? [] : [['g++']]),
    ...(inPath('make') ? [] : [['make']]),
    ...(inPath('python3') ? [] : [['python3']]),
  ],
  browser: () => {
    const paths = [process.env.SHAOTAI_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'];
    return paths.some((path) => path && existsSync(path)) ? [] : [['chromium']];
  },
  display: () => (inPath('Xvfb') ? [] : [['xvfb']]),
  twoDisplays: () => [
    ...(existsSync('/usr/lib/xorg/Xorg') ? [] : [['xserver-xorg-core']]),
    ...(existsSync('/usr/lib/xorg/modules/drivers/dummy_drv.so')
      ? []
      : [['xserver-xorg-video-dummy']]),
    ...(inPath('xrandr') ? [] : [['x11-xserver-utils']]),
  ],
  postgres: () => (hasPostgres() ? [] : [['postgresql-15', 'postgresql']]),
  fonts: () => (hasChineseFont() ? [] : [['fonts-noto-cjk'], ['fontconfig']]),
  desktop: () => [
    ...(inPath('unzip') ? [] : [['unzip']]),
    ...(inPath('dpkg-query')
      ? ELECTRON_LIBRARIES.filter((names) => !names.some((name) => isInstalled(name)))
      : []),
  ],
};

function prefix() {
  if (getuid?.() === 0) return [];
  if (inPath('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0) {
    return ['sudo', '-n'];
  }
  return undefined;
}

function quiet(words) {
  return new Promise((resolve) => {
    const child = spawn(words[0], words.slice(1), {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

const isOffered = (name) =>
  /Candidate: (?!\(none\))/.test(
    spawnSync('apt-cache', ['policy', name], { encoding: 'utf8' }).stdout ?? '',
  );

/**
 * @param {(keyof typeof PURPOSES)[]} purposes
 * @param {(line: string) => void} say
 */
export async function ensureSystemPackages(purposes, say) {
  const missing = purposes.flatMap((purpose) => PURPOSES[purpose]());
  if (missing.length === 0) return;
  const plain = missing.map((names) => names[0]).join(' ');
  const rights = prefix();
  if (!inPath('apt-get') || rights === undefined) {
    throw new Error(
      `These system packages are missing: ${plain}. ` +
        (inPath('apt-get')
          ? `Run: sudo apt-get install -y ${plain}`
          : 'Install them with the package manager of this system.'),
    );
  }
  say(`apt-get install ${plain}`);
  await quiet([...rights, 'apt-get', 'update', '-qq']);
  const names = missing.map((choices) => choices.find((name) => isOffered(name)) ?? choices[0]);
  const code = await quiet([...rights, 'apt-get', 'install', '-y', '-qq', ...names]);
  if (code !== 0) {
    throw new Error(`apt-get could not install ${names.join(' ')} (status ${code}); see above.`);
  }
}
