import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packDynamic } from '../pack/packDynamic';
import { root } from '../root';
import { Checks } from './Checks';
import { FreshApp } from './FreshApp';
import { readWay, type Release } from './releases';
import { outcomeOf } from './report';
import { useApp, type AppSetup } from './tryApp';

/** The folder of the app that has the plugins, as in docs/install-dynamic.md. */
const FOLDER = 'dynamic-plugins';

const APP = 'packages/app/src/App.tsx';

/**
 * Makes an app that can load plugins at run time and has none of ours in its packages, puts
 * both into a folder of it, and uses them.
 *
 * @throws Error with what does not work
 */
export async function tryDynamic(setup: AppSetup): Promise<void> {
  const { processes, folder, say } = setup;
  const { release } = readWay('new');
  const checks = new Checks(text => say(`dynamic: ${text}`));
  const made = `${folder}-plugins`;
  await checks.attempt(
    { what: 'the folders of both' },
    () => packDynamic(processes, made),
    folders =>
      folders
        .map(({ name, bytes }) => `${name} ${Math.round(bytes / 1e6)} MB`)
        .join(', '),
  );
  const app = await checks.attempt(
    { what: 'an app that loads plugins' },
    () => makeHost(setup, release),
    ({ release: backstage }) => `Backstage ${backstage}`,
  );
  if (app) {
    renameSync(made, join(folder, FOLDER));
    await useApp(app, {
      ...{ ...setup, system: 'new', checks, doctor: doctorIn(readDocs()) },
      config: { dynamicPlugins: { rootDirectory: FOLDER } },
    });
  }
  const outcome = outcomeOf(checks.all);
  if (outcome.kind !== 'works') throw new Error(`dynamic: ${outcome.because}`);
}

async function makeHost(
  { processes, ...paths }: AppSetup,
  { createApp, flags }: Release,
): Promise<FreshApp> {
  if (!createApp) throw new Error('The registry has no create-app.');
  const app = await FreshApp.create(processes, {
    ...{ ...paths, createApp, flags: flags.new ?? [] },
  });
  await app.yarn('install');
  await installLoaders(app);
  await app.yarn('tsc');
  requireNoneOfOurs(app);
  return app;
}

/** What docs/install-dynamic.md says about a host. */
async function installLoaders(app: FreshApp): Promise<void> {
  const docs = readDocs();
  await app.yarn(
    ...['--cwd', 'packages/backend', 'add'],
    '@backstage/backend-dynamic-feature-service',
  );
  await app.yarn(
    ...['--cwd', 'packages/app', 'add'],
    ...['@backstage/module-federation-common', '@module-federation/runtime'],
  );
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
}

const readDocs = () =>
  readFileSync(join(root, 'docs', 'install-dynamic.md'), 'utf8');

/**
 * The command that checks an app with dynamic plugins.
 *
 * @throws Error when there is none
 */
export function doctorIn(markdown: string): string {
  const [command] = /^node .*\bdoctor\.js$/m.exec(markdown) ?? [];
  if (command) return command;
  throw new Error('docs/install-dynamic.md does not say how doctor is run.');
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
