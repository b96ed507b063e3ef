// How a Node program of ours becomes one file: for the build, and for tests that start one from its sources.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

export const BUNDLE = /** @type {const} */ ({
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node20.18',
  legalComments: 'none',
  logLevel: 'warning',
  // The shell brings the one, and the other is a native driver.
  external: ['electron', 'sqlite3'],
});

export const MODULE = /** @type {const} */ ({
  format: 'esm',
  // CommonJS packages inside an ES module bundle ask for `require`.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
});
