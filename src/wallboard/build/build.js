import { copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { precompress } from './precompress.js';
import { buildTarget } from '../vite.config.js';

/*
 * Builds everything that a server serves: the screens, and the client that integrators load as /client/v1.js. The client is a
 * build of its own, since one file without siblings is what they can copy. `node build/build.js FOLDER`
 */
const outDir = resolve(process.argv[2] ?? 'dist');
const shared = { logLevel: 'warn' };

await build({ ...shared, build: { outDir, emptyOutDir: true } });
await build({
  ...shared,
  configFile: false,
  publicDir: false,
  plugins: [precompress()],
  build: {
    outDir,
    emptyOutDir: false,
    target: buildTarget,
    reportCompressedSize: false,
    lib: { entry: 'src/client/v1.ts', formats: ['es'], fileName: () => 'client/v1.js' },
  },
});

// Programs in C# take theirs from the same place.
copyFileSync('../clients/csharp/NpsScores.cs', join(outDir, 'client', 'NpsScores.cs'));
