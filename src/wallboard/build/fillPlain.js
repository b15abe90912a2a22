import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Puts into the plain page's script what it has in common with the screens, whose code it can't share: which window is the usual one, and
 * what the windows are called. While somebody works on it, windows go by their short names there.
 */
export function fillPlain() {
  let file = '';
  return {
    name: 'fill-plain',
    apply: 'build',
    configResolved(config) {
      file = join(resolve(config.root, config.build.outDir), 'client', 'plain.js');
    },
    // Before the files are compressed, which waits for the end of the build.
    writeBundle() {
      const texts = JSON.parse(readFileSync('src/text/windowTexts.json', 'utf8'));
      const titles = Object.fromEntries(Object.entries(texts).map(([name, { title }]) => [name, title]));
      const [, usual] = /defaultWindow: WindowName = '(.*)'/.exec(readFileSync('src/generated/windows.ts', 'utf8'));
      const script = readFileSync(file, 'utf8');
      writeFileSync(file, script.replace("'{{windows}}'", JSON.stringify(titles)).replaceAll('{{defaultWindow}}', usual));
    },
  };
}
