// Builds the renderer's pages into out/renderer. Relative base: the same files are served by the
// host and the district over HTTP and by the desktop shell over its own scheme.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const root = resolve(import.meta.dirname, 'renderer');
const pages = ['index', 'wall', 'gallery'].filter((page) =>
  existsSync(resolve(root, `${page}.html`)),
);

export default defineConfig({
  root,
  base: './',
  plugins: [vue()],
  build: {
    outDir: resolve(import.meta.dirname, 'out/renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1_500,
    rolldownOptions: {
      input: Object.fromEntries(pages.map((page) => [page, resolve(root, `${page}.html`)])),
    },
  },
});
