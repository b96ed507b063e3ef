// Stands in for the default app that an Electron taken out of a packaged program does not carry:
// opens the app folder or the main file named by the first plain argument. An ES module that ends
// in a top-level await, so that `ready` cannot fire before the app's own main has run.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const require = createRequire(import.meta.url);
const preloads = [];
let target;
const words = process.argv.slice(1);
for (let i = 0; i < words.length && target === undefined; i += 1) {
  if (words[i] === '-r' || words[i] === '--require') preloads.push(words[(i += 1)]);
  else if (words[i] === '--version' || words[i] === '-v') {
    console.log(`v${process.versions.electron}`);
    process.exit(0);
  } else if (!words[i].startsWith('-')) target = resolve(words[i]);
}
if (target === undefined) {
  console.error('Name the app folder or main file to open.');
  process.exit(2);
}

let entry = target;
const manifestPath = join(target, 'package.json');
if (existsSync(manifestPath)) {
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));
  entry = join(target, manifest.main ?? 'index.js');
  if (manifest.version) app.setVersion(manifest.version);
  if (manifest.productName ?? manifest.name) app.setName(manifest.productName ?? manifest.name);
  app.setAppPath(target);
} else {
  app.setAppPath(dirname(target));
}
process.defaultApp = true;
if (preloads.length > 0) require('node:module')._preloadModules(preloads);
await import(pathToFileURL(entry).href);
