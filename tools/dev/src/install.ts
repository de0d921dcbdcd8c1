import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import getPort from 'get-port';
import { ensureChromium, startPlatform } from '@internal/testbed';
import { tryDynamic } from './install/dynamic';
import { tryPortal } from './install/portal';
import { publish, startRegistry } from './install/registry';
import { readWay, type Way } from './install/releases';
import { isTrue, reportTable, type Result } from './install/report';
import { tryApp } from './install/tryApp';
import { onShutdown } from './onShutdown';
import { packPlugins } from './pack/packPlugins';
import { Processes } from './processes';
import { BackstageProcesses } from './start/BackstageProcesses';
import { cacheFolder } from './start/config';

/** Publishes to, and installs from, a registry as Spotify Portal has one; makes no app. */
const PORTAL = 'portal';

/** Loads both at run time, from a folder of an app that has neither in its packages. */
const DYNAMIC = 'dynamic';

/** The newest app of each system that create-app makes, and a portal. */
const DEFAULT = ['new', 'legacy', DYNAMIC, PORTAL];

const help = `npm run test:install -- [way …]

Installs the two packages from a registry that has only them into apps that create-app
makes, by the lines of the README, and uses them in Chromium. The way "dynamic" loads
them at run time instead, by docs/install-dynamic.md.

Ways (default: ${DEFAULT.join(', ')}):

  new, legacy     the newest app that create-app makes, of each frontend system
  new@1.54        one of an older release of Backstage, from 1.41 on,
  legacy@0.7.7    or by the version of create-app
  ${DYNAMIC}         an app that loads them at run time
  ${PORTAL}          the registry of a portal, and no app

What does not fit is in a table at the end. The exit code is 0 if what the README says of
each release is true ("Works with"), whether it says yes or no; of others it says nothing.

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
  const wanted = positionals.length > 0 ? positionals : DEFAULT;
  const ways = wanted
    .filter(way => way !== PORTAL && way !== DYNAMIC)
    .map(readWay);

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
    if (wanted.every(way => way === PORTAL)) return;
    const results = await tryWays(ways, {
      ...{ processes, endings, tarballs, folder },
      dynamic: wanted.includes(DYNAMIC),
      keep: values.keep,
    });
    if (results.length === 0) return;
    process.stdout.write(`\n${reportTable(results)}\n\n`);
    const wrong = results.filter(
      ({ way, outcome }) => !isTrue(way.release.claims[way.system], outcome),
    );
    if (wrong.length > 0) {
      throw new Error(
        `What the README says of ${wrong
          .map(({ way }) => way.name)
          .join(
            ', ',
          )} is not so: mend the packages, or tools/dev/src/install/releases.ts and the README.`,
      );
    }
  } finally {
    await end();
  }
}

async function tryWays(
  ways: Way[],
  setup: {
    processes: Processes;
    endings: (() => Promise<void>)[];
    tarballs: string[];
    folder: string;
    /** Whether both are loaded at run time, too. */
    dynamic: boolean;
    /** Whether somebody wants to look at the apps. */
    keep: boolean;
  },
): Promise<Result[]> {
  const { processes, endings, tarballs, folder, dynamic, keep } = setup;
  const registryFolder = join(folder, 'registry');
  mkdirSync(registryFolder);
  const registry = await startRegistry(processes, registryFolder);
  for (const tarball of tarballs) {
    await publish(tarball, registry, registryFolder);
  }
  const kubeconfig = await startExamplePlatform(processes, endings);
  const chromium = await ensureChromium(say);
  const common = {
    ...{ processes, kubeconfig, chromium, say },
    registryUrl: registry.url,
    yarnFolder: join(folder, 'yarn'),
  };
  if (dynamic) await tryDynamic({ ...common, folder: join(folder, DYNAMIC) });
  const results: Result[] = [];
  for (const way of ways) {
    const appFolder = join(folder, way.name.replace('@', '-'));
    results.push(await tryApp(way, { ...common, folder: appFolder }));
    // Each has 2 GB.
    if (!keep) rmSync(appFolder, { recursive: true, force: true });
  }
  return results;
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
      app: 'app',
      ...{ appPort: 0, backendPort: 0, platformPort: port },
      ...{ kubeconfig: undefined, context: undefined, simulateKratix: true },
    },
    configs: [],
    onFailure: () => process.exit(1),
  });
  simulator.startSimulator();
  return platform.kubeconfigPath;
}

main().then(
  () => process.exit(),
  error => {
    process.stderr.write(`[install] ${(error as Error).message}\n`);
    process.exit(1);
  },
);
