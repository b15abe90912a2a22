import { readFileSync } from 'node:fs';
import { build } from 'vite';

/** Where they stand: behind the character set, and before the style, since a script behind a style waits for it. */
const place = '<!-- What runs first (build/firstScript.js). -->';

/**
 * Puts into the page itself what runs first: the look-out for browsers that are too old, which must be in the oldest form of the
 * language, and behind it the script that asks for the score and shows it. A script of the page's own spares a slow set a question and
 * an answer; the server allows just these two by their fingerprints (WallboardPolicy).
 */
export function firstScript(target) {
  let isBuild = false;
  return {
    name: 'first-script',
    configResolved(config) {
      isBuild = config.command === 'build';
    },
    transformIndexHtml: {
      order: 'post',
      async handler(html) {
        // While somebody works on it, it is a file like any other and stands before the screens' own.
        const first = isBuild ? script(await bundled(target)) : '<script type="module" src="/src/firstPaint/run.ts"></script>';
        return html.replace(place, () => script(withoutComments(readFileSync('src/firstPaint/tooOld.js', 'utf8'))) + first);
      },
    },
  };
}

function script(code) {
  if (/<\/script/i.test(code)) throw new Error('A script within a page must not hold its own end.');
  return `<script>${code.trim()}</script>\n`;
}

function withoutComments(code) {
  return code.replace(/\/\*[^]*?\*\/|^ *\/\/.*\n/gm, '');
}

async function bundled(target) {
  const output = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      write: false,
      target,
      reportCompressedSize: false,
      rollupOptions: { input: 'src/firstPaint/run.ts', output: { format: 'iife' } },
    },
  });
  return output.output[0].code;
}
