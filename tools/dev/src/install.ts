import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import getPort from 'get-port';
import { startPlatform } from '@internal/testbed';
import { FreshApp } from './install/FreshApp';
import { newDuplicates } from './install/duplicates';
import { tryDynamic } from './install/dynamic';
import { useInChromium } from './install/journey';
import { tryPortal } from './install/portal';
import { publish, startRegistry } from './install/registry';
import { installLegacyPages, installPackages } from './install/ways';
import { onShutdown } from './onShutdown';
import { packPlugins } from './pack/packPlugins';
import { Processes } from './processes';
import { BackstageProcesses } from './start/BackstageProcesses';
import { cacheFolder } from './start/config';

/** The kinds of apps, each made by the newest `create-app`. */
const WAYS: Record<string, { createApp: string; legacy: boolean }> = {
  new: { createApp: '0.9.2', legacy: false },
  legacy: { createApp: '0.9.2', legacy: true },
};

/** Publishes to, and installs from, a registry as Spotify Portal has one; makes no app. */
const PORTAL = 'portal';

/** Loads both at run time, from a folder of an app that has neither in its packages. */
const DYNAMIC = 'dynamic';

const ALL = [...Object.keys(WAYS), DYNAMIC, PORTAL];

const help = `npm run test:install -- [way …]

Installs the two packages from a registry that has only them into apps that create-app
makes, by the lines of the README, and uses them in Chromium. The way "dynamic" loads
them at run time instead, by docs/install-dynamic.md.

Ways (default: all): ${ALL.join(', ')}

  --keep   leaves the apps in their temporary folder
  --help   this text
`;

const say = (text: string) => process.stdout.write(`[install] ${text}\n`);

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const wanted = positionals.length > 0 ? positionals : ALL;
  const unknown = wanted.find(way => !ALL.includes(way));
  if (unknown !== undefined) {
    throw new Error(`There is no way "${unknown}". Ways: ${ALL.join(', ')}.`);
  }

  const folder = mkdtempSync(join(tmpdir(), 'ske-install-'));
  const processes = new Processes();
  const endings: (() => Promise<void>)[] = [];
  const end = async () => {
    await processes.end();
    await Promise.all(endings.map(ending => ending()));
    if (!values.keep) rmSync(folder, { recursive: true, force: true });
  };
  onShutdown(why => {
    say(`Ending (${why}) …`);
    void end().then(() => process.exit(1));
  });
  try {
    const tarballs = wanted.every(way => way === DYNAMIC)
      ? []
      : await packPlugins(processes, join(folder, 'packages'));
    if (wanted.includes(PORTAL)) {
      const started = performance.now();
      await tryPortal(processes, tarballs, join(folder, PORTAL));
      say(`${PORTAL}: published and installed in ${secondsSince(started)} s`);
    }
    const ways = wanted.filter(way => way !== PORTAL);
    if (ways.length > 0)
      await tryWays(ways, { processes, endings, tarballs, folder });
  } finally {
    await end();
  }
}

async function tryWays(
  ways: string[],
  setup: {
    processes: Processes;
    endings: (() => Promise<void>)[];
    tarballs: string[];
    folder: string;
  },
) {
  const { processes, endings, tarballs, folder } = setup;
  const registryFolder = join(folder, 'registry');
  mkdirSync(registryFolder);
  const registry = await startRegistry(processes, registryFolder);
  for (const tarball of tarballs) {
    await publish(tarball, registry, registryFolder);
  }
  const kubeconfig = await startExamplePlatform(processes, endings);
  for (const way of ways) {
    const paths = {
      folder: join(folder, way),
      yarnFolder: join(folder, 'yarn'),
    };
    const shared = { ...paths, kubeconfig, registryUrl: registry.url };
    if (way === DYNAMIC) {
      await tryDynamic(processes, {
        ...{ ...shared, createApp: WAYS.new.createApp },
        report: text => say(`${way}: ${text}`),
      });
    } else await tryWay(way, { ...shared, processes });
  }
}

const secondsSince = (started: number) =>
  Math.round((performance.now() - started) / 1000);

/** The platform of `npm start`, with its examples. @returns its kubeconfig */
async function startExamplePlatform(
  processes: Processes,
  endings: (() => Promise<void>)[],
): Promise<string> {
  const port = await getPort({ host: '127.0.0.1' });
  const platform = await startPlatform({
    say,
    port,
    kubeconfigPath: join(cacheFolder, 'platform', 'kubeconfig'),
  });
  endings.push(platform.stop);
  const simulator = new BackstageProcesses({
    processes,
    options: {
      ...{ appPort: 0, backendPort: 0, platformPort: port },
      ...{ kubeconfig: undefined, context: undefined, simulateKratix: true },
    },
    configs: [],
    onFailure: () => process.exit(1),
  });
  simulator.startSimulator();
  return platform.kubeconfigPath;
}

async function tryWay(
  way: string,
  setup: {
    processes: Processes;
    folder: string;
    yarnFolder: string;
    registryUrl: string;
    kubeconfig: string;
  },
) {
  const { processes, folder, yarnFolder, registryUrl, kubeconfig } = setup;
  const options = WAYS[way];
  const report = (text: string) => say(`${way}: ${text}`);
  const app = await FreshApp.create(processes, {
    ...{ folder, yarnFolder, registryUrl },
    ...options,
  });
  report(
    `Backstage ${app.release}; its own packages: ${await app.yarn(
      'install',
    )} s`,
  );
  const before = app.duplicates;
  report(`our packages: ${await installPackages(app)} s`);
  if (options.legacy) installLegacyPages(app);
  const added = newDuplicates(before, app.duplicates);
  if (Object.keys(added).length > 0) {
    throw new Error(
      `${way}: the app has more than one copy because of us: ${JSON.stringify(
        added,
      )}`,
    );
  }
  report(`no second copies (the app itself has ${Object.keys(before).length})`);
  report(`types: ${await app.yarn('tsc')} s`);
  report(`build: ${await app.yarn('build:all')} s`);
  await useInChromium(app, {
    ...{ processes, kubeconfig, report },
    ...options,
  });
}

main().then(
  () => process.exit(),
  error => {
    process.stderr.write(`[install] ${(error as Error).message}\n`);
    process.exit(1);
  },
);
