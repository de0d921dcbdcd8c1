import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packDynamic } from '../pack/packDynamic';
import type { Processes } from '../processes';
import { root } from '../root';
import { FreshApp } from './FreshApp';
import { useInChromium } from './journey';

/** The folder of the app that has the plugins, as in docs/install-dynamic.md. */
const FOLDER = 'dynamic-plugins';

const APP = 'packages/app/src/App.tsx';

/**
 * Makes an app that can load plugins at run time and has none of ours in its packages, puts
 * both into a folder of it, and uses them.
 *
 * @throws Error with what failed
 */
export async function tryDynamic(
  processes: Processes,
  setup: {
    /** Does not exist yet; beside it is where the plugins are made. */
    folder: string;
    yarnFolder: string;
    createApp: string;
    registryUrl: string;
    kubeconfig: string;
    report: (text: string) => void;
  },
): Promise<void> {
  const { folder, kubeconfig, report, ...options } = setup;
  const made = `${folder}-plugins`;
  const started = performance.now();
  for (const { name, bytes } of await packDynamic(processes, made)) {
    report(`${name}: ${Math.round(bytes / 1_000_000)} MB`);
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  report(`both made in ${seconds} s`);

  const app = await FreshApp.create(processes, {
    ...options,
    folder,
    legacy: false,
  });
  report(
    `Backstage ${app.release}; its own packages: ${await app.yarn(
      'install',
    )} s`,
  );
  report(`what loads plugins: ${await makeHost(app)} s`);
  report(`types: ${await app.yarn('tsc')} s`);
  requireNoneOfOurs(app);
  renameSync(made, join(folder, FOLDER));
  await useInChromium(app, {
    ...{ processes, kubeconfig, report, legacy: false },
    config: { dynamicPlugins: { rootDirectory: FOLDER } },
  });
}

/**
 * What docs/install-dynamic.md says about a host.
 *
 * @returns how many seconds its packages took
 */
export async function makeHost(app: FreshApp): Promise<number> {
  const docs = readFileSync(join(root, 'docs', 'install-dynamic.md'), 'utf8');
  const seconds =
    (await app.yarn(
      ...['--cwd', 'packages/backend', 'add'],
      '@backstage/backend-dynamic-feature-service',
    )) +
    (await app.yarn(
      ...[
        '--cwd',
        'packages/app',
        'add',
        '@backstage/module-federation-common',
      ],
      '@module-federation/runtime',
    ));
  app.insert(
    'packages/backend/src/index.ts',
    codeIn(docs, 'packages/backend/src/index.ts'),
    'backend.start();',
  );
  writeFileSync(
    join(app.folder, 'packages/app/src/dynamicFeatures.ts'),
    codeIn(docs, 'packages/app/src/dynamicFeatures.ts'),
  );
  app.insert(
    APP,
    "import { dynamicFeatures } from './dynamicFeatures';",
    "import { navModule } from './modules/nav';",
  );
  app.replace(APP, 'homeModule],', 'homeModule, dynamicFeatures],');
  return seconds;
}

/**
 * The code block below a line that ends with the name of its file.
 *
 * @throws Error when there is none
 */
export function codeIn(markdown: string, file: string): string {
  const [, after] = markdown.split(`\`${file}\`:\n`);
  const code = after && /^[^`]*```tsx?\n([\s\S]*?)```/.exec(after)?.[1];
  if (code) return code;
  throw new Error(`docs/install-dynamic.md has no code for ${file}.`);
}

/** @throws Error that names the file of the app that has a package of ours */
function requireNoneOfOurs(app: FreshApp): void {
  const found = [
    'package.json',
    'packages/app/package.json',
    'packages/backend/package.json',
    'yarn.lock',
  ].find(file => app.read(file).includes('@syntasso/'));
  if (found || existsSync(join(app.folder, 'node_modules', '@syntasso'))) {
    throw new Error(`The app knows of us: ${found ?? 'node_modules'}.`);
  }
}
