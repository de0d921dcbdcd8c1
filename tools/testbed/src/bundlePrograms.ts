import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const packageFile = require.resolve('@internal/testbed/package.json');
const testbed = dirname(packageFile);
/** Not `import()`, which Jest refuses in a CommonJS module. */
const load = createRequire(packageFile);
const root = join(testbed, '..', '..');
const source = (name: string) => join(root, 'plugins', name, 'src', 'index.ts');

/**
 * Makes JavaScript of programs and of all that is in them of ours, so that each of many
 * starts only loads it.
 *
 * @param name - of the folder, which each process has for itself
 * @param sources - files of TypeScript
 * @returns the folder, with a file `.cjs` for each of them
 */
export async function bundlePrograms(
  name: string,
  sources: readonly string[],
): Promise<string> {
  // Loaded here: esbuild cannot be loaded in jsdom, where tests need other parts of the test bed.
  const { build } = load('esbuild') as typeof import('esbuild');
  // Inside the repository, where the packages they need are found.
  const folder = join(root, '.cache', `${name}-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [...sources],
    outdir: folder,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    packages: 'external',
    outExtension: { '.js': '.cjs' },
    alias: {
      '@syntasso/plugin-ske-common': source('ske-common'),
      '@syntasso/plugin-ske-node': source('ske-node'),
    },
    logLevel: 'error',
  });
  return folder;
}
