import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const plugins = resolve(__dirname, '..', '..', '..', '..');
const source = (name: string) => join(plugins, name, 'src', 'index.ts');

/** The JavaScript of a backend, and of the person who asks it for too much. */
export interface Built {
  faults: string;
  greedyPerson: string;
  main: string;
}

/**
 * Makes JavaScript of the backend and of everything of ours in it, so that each
 * start only loads: they are started some hundred times.
 */
export async function buildBackendProcess(): Promise<Built> {
  // Inside the repository, where the packages it needs are found.
  const outdir = join(
    plugins,
    '..',
    '.cache',
    `backend-process-${process.pid}`,
  );
  mkdirSync(outdir, { recursive: true });
  await build({
    entryPoints: ['faults', 'greedyPerson', 'main'].map(name =>
      join(__dirname, `${name}.ts`),
    ),
    outdir,
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
    faults: join(outdir, 'faults.cjs'),
    greedyPerson: join(outdir, 'greedyPerson.cjs'),
    main: join(outdir, 'main.cjs'),
  };
}
