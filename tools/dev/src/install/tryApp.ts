import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import getPort from 'get-port';
import type { Processes } from '../processes';
import { root } from '../root';
import { waitForAnswer } from '../start/ports';
import { Checks } from './Checks';
import { doctorAccess, doctorCommand, tryDoctor } from './doctor';
import { newDuplicates } from './duplicates';
import { FreshApp } from './FreshApp';
import { newPeerWarnings } from './peers';
import type { FrontendSystem, Way } from './releases';
import { failedStepOf, outcomeOf, type Result } from './report';
import { newTypeErrors, typeErrorsIn } from './typeErrors';
import { installLegacyPages, installPackages } from './ways';

/** What the apps of one run have in common, and where one of them is made. */
export interface AppSetup {
  processes: Processes;
  /** Does not exist yet. */
  folder: string;
  /** Yarn's cache. */
  yarnFolder: string;
  registryUrl: string;
  /** Of the platform with the examples. */
  kubeconfig: string;
  /** The program that opens pages. */
  chromium: string;
  say: (text: string) => void;
}

/**
 * Makes an app, installs our packages into it by the lines of the README, and uses them.
 * What does not work is in the result; what depends on it is not tried.
 */
export async function tryApp(way: Way, setup: AppSetup): Promise<Result> {
  const checks = new Checks(text => setup.say(`${way.name}: ${text}`));
  await checkAll(way, setup, checks);
  return { way, outcome: outcomeOf(checks.all) };
}

async function checkAll(way: Way, setup: AppSetup, checks: Checks) {
  const made = await checks.attempt(
    { what: 'the app itself', about: 'app' },
    () => makeApp(way, setup),
    ({ app, seconds }) =>
      `Backstage ${app.release}, its own packages ${seconds} s`,
  );
  if (!made) return;
  const { app } = made;
  const before = app.duplicates;
  const ours = await checks.attempt(
    { what: 'our packages' },
    async () => {
      const run = await installPackages(app);
      if (way.system === 'legacy') installLegacyPages(app);
      return run;
    },
    ({ seconds }) => `${seconds} s`,
  );
  if (!ours) return;
  await checks.attempt(
    { what: 'peer dependencies', about: 'versions' },
    async () => {
      const warnings = newPeerWarnings(made.installed, ours.output);
      if (warnings.length > 0) throw new Error(warnings.join(' '));
    },
  );
  await checks.attempt(
    { what: 'second copies', about: 'versions' },
    async () => {
      const added = newDuplicates(before, app.duplicates);
      if (Object.keys(added).length > 0) {
        throw new Error(`because of us: ${JSON.stringify(added)}`);
      }
    },
    () => `none (the app itself has ${Object.keys(before).length})`,
  );
  await checks.attempt(
    { what: 'types' },
    async () => {
      const errors = newTypeErrors(made.typeErrors, await findTypeErrors(app));
      if (errors.length > 0) {
        throw new Error(
          `${errors.length} errors because of us:\n${errors.join('\n')}`,
        );
      }
    },
    () => `well (the app itself has ${made.typeErrors.length} errors)`,
  );
  const build = await checks.attempt(
    { what: 'build' },
    () => app.yarn('build:all'),
    inSeconds,
  );
  if (!build) return;
  await useApp(app, {
    ...{ ...setup, system: way.system, checks },
    doctor: doctorCommand(),
  });
}

const inSeconds = ({ seconds }: { seconds: number }) => `${seconds} s`;

/** An app with its own packages. */
async function makeApp(
  { system, release }: Way,
  { processes, folder, yarnFolder, registryUrl }: AppSetup,
) {
  const { backstage, createApp } = release;
  const flags = release.flags[system];
  if (!createApp) {
    throw new Error(`the registry has no create-app for ${backstage}`);
  }
  if (!flags) {
    throw new Error(
      `create-app ${createApp} makes no app of the ${system} frontend system`,
    );
  }
  const app = await FreshApp.create(processes, {
    ...{ folder, yarnFolder, registryUrl, createApp, flags },
  });
  const { output, seconds } = await app.yarn('install');
  return {
    ...{ app, seconds, installed: output },
    // Of an older release: it gets newer packages than it was made with.
    typeErrors: await findTypeErrors(app),
  };
}

/** @throws Error when the compiler fails for another reason than types */
async function findTypeErrors(app: FreshApp): Promise<string[]> {
  try {
    await app.yarn('tsc');
    return [];
  } catch (error) {
    const errors = typeErrorsIn(app.read('tsc.log'));
    if (errors.length === 0) throw error;
    return errors;
  }
}

/** Starts an app that has our plugins, uses them in Chromium, and ends it again. */
export async function useApp(
  app: FreshApp,
  setup: AppSetup & {
    system: FrontendSystem;
    checks: Checks;
    /** Beside what every app needs. */
    config?: object;
    /** The command that checks it from outside, in its folder. */
    doctor: string;
  },
): Promise<void> {
  const { checks } = setup;
  const appPort = await getPort({ host: '127.0.0.1' });
  const backendPort = await getPort({
    host: '127.0.0.1',
    exclude: [appPort],
  });
  const url = `http://localhost:${appPort}`;
  const backendUrl = `http://localhost:${backendPort}`;
  app.configure({
    app: { baseUrl: url },
    backend: {
      baseUrl: backendUrl,
      listen: { port: backendPort },
      cors: { origin: url },
      auth: doctorAccess,
      // Its newest version does not start with the backend-defaults that create-app asks for.
      startup: { plugins: { signals: { onPluginBootFailure: 'continue' } } },
    },
    ske: { kubernetes: { kubeconfig: setup.kubeconfig } },
    ...setup.config,
  });
  try {
    const started = await checks.attempt(
      { what: 'start' },
      () => startApp(app, url, backendUrl, setup.say),
      seconds => `${seconds} s`,
    );
    if (started === undefined) return;
    await checks.attempt({ what: 'the journey in Chromium' }, () =>
      runJourney(url, setup),
    );
    await checks.attempt({ what: 'doctor' }, () =>
      tryDoctor(app, backendUrl, setup.doctor),
    );
  } finally {
    await app.stop();
  }
}

/** @returns how many seconds it took until both answer */
async function startApp(
  app: FreshApp,
  url: string,
  backendUrl: string,
  say: (text: string) => void,
): Promise<number> {
  const started = performance.now();
  const ended = new Promise<never>((_, reject) => {
    app.start(why => {
      say(`The app ${why}: ${app.folder}`);
      reject(new Error(`The app ${why}.`));
    });
  });
  try {
    await Promise.race([
      ended,
      waitForAnswer(
        `${backendUrl}/.backstage/health/v1/readiness`,
        'fresh app',
      ).then(() => waitForAnswer(url, 'fresh app')),
    ]);
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${app.lastWords}`);
  }
  return Math.round((performance.now() - started) / 1000);
}

async function runJourney(
  url: string,
  {
    processes,
    folder,
    chromium,
    system,
  }: AppSetup & { system: FrontendSystem },
): Promise<void> {
  const report = join(folder, 'journey.json');
  const code = await processes.run({
    name: 'playwright',
    command: join(root, 'node_modules', '.bin', 'playwright'),
    args: ['test'],
    cwd: root,
    env: {
      ...process.env,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      SKE_CHROMIUM: chromium,
      SKE_E2E_FRESH: url,
      SKE_E2E_FRONTEND: system,
    },
    ending: { signal: 'SIGINT', graceMs: 30_000 },
  });
  if (code === 0) return;
  const failed = existsSync(report)
    ? failedStepOf(JSON.parse(readFileSync(report, 'utf8')))
    : undefined;
  throw new Error(failed ?? 'it failed; its own words are above');
}
