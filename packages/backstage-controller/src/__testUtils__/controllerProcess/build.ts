import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const root = resolve(__dirname, '../../../../..');
const source = (name: string) => join(root, 'plugins', name, 'src/index.ts');

/** The JavaScript of a controller. */
export interface Built {
  /** Where it is, and where processes have their files. */
  folder: string;
  preload: string;
  main: string;
  remove(): void;
}

/** Makes JavaScript of the controller, so that each of many starts only loads it. */
export async function buildController(): Promise<Built> {
  // Inside the repository, where the packages it needs are found.
  const folder = join(root, '.cache', `controller-process-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: ['preload', 'main'].map(name => join(__dirname, `${name}.ts`)),
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
  return {
    folder,
    preload: join(folder, 'preload.cjs'),
    main: join(folder, 'main.cjs'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
