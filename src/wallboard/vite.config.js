import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { fillPlain } from './build/fillPlain.js';
import { firstScript } from './build/firstScript.js';
import { precompress } from './build/precompress.js';
import { preloadFirst } from './build/preloadFirst.js';

// Signage players are seldom updated: Chromium 87 is the oldest that the board promises to run on.
export const buildTarget = ['es2020', 'chrome87'];

// `npm run dev` serves the screens with hot reload and asks a server on the default port for everything else.
const server = process.env.NPS_SERVER ?? 'http://127.0.0.1:5080';

// The server takes no changes from the pages of another origin, which these would be without the header.
const proxied = { target: server, changeOrigin: true, headers: { origin: server } };

export default defineConfig({
  plugins: [svelte(), preloadFirst(), firstScript(buildTarget), fillPlain(), precompress()],
  build: {
    target: buildTarget,
    cssTarget: 'chrome87',
    // One sheet for all screens: it is small, and no part of the code ever waits for a style.
    cssCodeSplit: false,
    // The content security policy allows files of our own and nothing inline, so that no asset may become a data address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    proxy: {
      '/v1': proxied,
      '/hubs': { ...proxied, ws: true },
    },
  },
});
