// Builds the renderer's pages into out/renderer. Relative base: the same files are served by the
// host and the district over HTTP and by the desktop shell over its own scheme.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vite';

const root = resolve(import.meta.dirname, 'renderer');
const pages = ['index', 'wall', 'gallery'].filter((page) =>
  existsSync(resolve(root, `${page}.html`)),
);

/**
 * The order of cascade layers must be known before any of them is used, but a page's style sheets are
 * chunks that come in no fixed order: each of them says it first.
 */
const layerOrder: Plugin = {
  name: 'layer-order',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue;
        const css = typeof file.source === 'string' ? file.source : file.source.toString();
        file.source = `@layer reset,tokens,base,ui,features;${css}`;
      }
    },
  },
};

export default defineConfig({
  root,
  base: './',
  plugins: [vue(), layerOrder],
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
