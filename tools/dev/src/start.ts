import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  portInUse,
  startPlatform,
  type EmbeddedPlatform,
} from '@internal/testbed';
import { stringify } from 'yaml';
import { root } from './root';
import { help, readOptions, type StartOptions } from './options';
import { Processes } from './processes';

const cache = join(root, '.cache');
const RESTART_PAUSE_MS = 3_000;

const say = (text: string) => process.stdout.write(`[ske] ${text}\n`);

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(help);
    return;
  }
  const started = Date.now();
  await requireFreePorts(options);

  const processes = new Processes();
  let platform: EmbeddedPlatform | undefined;
  let ending: Promise<void> | undefined;
  const end = (code: number) => {
    ending ??= (async () => {
      await processes.end();
      await platform?.stop();
      rmSync(join(cache, 'platform'), { recursive: true, force: true });
      process.exit(code);
    })();
    return ending;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      say('Ending …');
      void end(0);
    });
  }

  try {
    const run = child(
      processes,
      name => void end(1).catch(() => process.exit(name ? 1 : 0)),
    );
    // The app needs no platform to be built, so it starts at once.
    const configs = writeConfig(options, kubeconfigOf(options));
    run.package('app', configs);
    if (options.kubeconfig) {
      requireFile(options.kubeconfig);
      say(
        `Platform: ${options.kubeconfig}${
          options.context ? ` (${options.context})` : ''
        }`,
      );
    } else {
      say('Starting the embedded platform …');
      platform = await startPlatform({
        say,
        port: options.platformPort,
        kubeconfigPath: join(cache, 'platform', 'kubeconfig'),
      });
      writePid(platform);
      supervise(platform, () => ending !== undefined);
    }
    if (options.simulateKratix) run.simulator(options);
    run.package('backend', configs);

    say('Starting Backstage …');
    await reachable(
      `http://localhost:${options.backendPort}/.backstage/health/v1/readiness`,
      'backend',
    );
    await reachable(`http://localhost:${options.appPort}/`, 'app');
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    process.stdout.write(screen(options, platform, seconds));
  } catch (error) {
    if (ending) return;
    process.stderr.write(`[ske] ${(error as Error).message}\n`);
    await end(1);
  }
}

async function requireFreePorts(options: StartOptions) {
  const wanted: [string, number][] = [
    ['--app-port', options.appPort],
    ['--backend-port', options.backendPort],
    ...(options.kubeconfig
      ? []
      : [['--platform-port', options.platformPort] as [string, number]]),
  ];
  for (const [option, port] of wanted) {
    if (await portInUse(port)) {
      throw new Error(
        `Port ${port} is in use. End what listens there, or choose another: npm start -- ${option} ${
          port + 1
        }`,
      );
    }
  }
}

const kubeconfigOf = (options: StartOptions) =>
  options.kubeconfig
    ? resolve(process.env.INIT_CWD ?? process.cwd(), options.kubeconfig)
    : join(cache, 'platform', 'kubeconfig');

function requireFile(path: string) {
  if (!existsSync(resolve(process.env.INIT_CWD ?? process.cwd(), path))) {
    throw new Error(`--kubeconfig: ${path} does not exist.`);
  }
}

/** What differs from app-config.yaml because of the options. */
function writeConfig(options: StartOptions, kubeconfig: string): string[] {
  const file = join(cache, 'start', 'app-config.start.yaml');
  mkdirSync(join(cache, 'start'), { recursive: true });
  const app = `http://localhost:${options.appPort}`;
  const backend = `http://localhost:${options.backendPort}`;
  writeFileSync(
    file,
    stringify({
      app: { baseUrl: app },
      backend: {
        baseUrl: backend,
        listen: { port: options.backendPort, host: '127.0.0.1' },
        cors: { origin: app },
      },
      ske: {
        kubernetes: {
          platformName: options.kubeconfig ? undefined : 'embedded',
          kubeconfig,
          ...(options.context ? { context: options.context } : {}),
        },
      },
    }),
  );
  return [join(root, 'app-config.yaml'), file];
}

function child(processes: Processes, onFailure: (name: string) => void) {
  const base = {
    ...process.env,
    NODE_OPTIONS: undefined,
    FORCE_COLOR: '0',
    // Both make the second start quicker: compiled code is kept, and the app's
    // pages are bundled when somebody opens them.
    NODE_COMPILE_CACHE: join(cache, 'node'),
    EXPERIMENTAL_LAZY_COMPILATION: 'true',
  };
  const log = (name: string) => join(cache, 'start', `${name}.log`);
  const onExit = (name: string) => (why: string) => {
    const tail = existsSync(log(name))
      ? readFileSync(log(name), 'utf8')
          .trimEnd()
          .split('\n')
          .slice(-15)
          .join('\n')
      : '';
    process.stderr.write(
      `[ske] The ${name} ${why}. Its last lines (all of them: ${log(
        name,
      )}):\n${tail}\n`,
    );
    onFailure(name);
  };
  return {
    package(name: 'app' | 'backend', configs: string[]) {
      processes.start({
        name,
        command: join(root, 'node_modules', '.bin', 'backstage-cli'),
        args: [
          'package',
          'start',
          ...configs.flatMap(file => ['--config', file]),
        ],
        cwd: join(root, 'packages', name),
        env: base,
        log: log(name),
        onExit: onExit(name),
      });
    },
    simulator(options: StartOptions) {
      processes.start({
        name: 'simulator',
        command: process.execPath,
        args: [
          ...[
            '--require',
            '@backstage/cli/config/nodeTransform.cjs',
            '--no-warnings',
          ],
          join(root, 'packages', 'kratix-simulator', 'src', 'main.ts'),
          ...['--kubeconfig', kubeconfigOf(options)],
          ...(options.context ? ['--context', options.context] : []),
          ...(options.kubeconfig ? [] : ['--examples', join(root, 'examples')]),
        ],
        cwd: root,
        env: base,
        log: log('simulator'),
        onExit: onExit('simulator'),
      });
    },
  };
}

/** Where scripts find the API server's process. */
function writePid(platform: EmbeddedPlatform) {
  writeFileSync(
    join(cache, 'platform', 'pid'),
    String(platform.apiServerPid() ?? ''),
  );
}

/** An API server that dies is started again: a development platform heals itself. */
function supervise(platform: EmbeddedPlatform, ending: () => boolean) {
  const watch = async () => {
    for (;;) {
      await sleep(500);
      if (ending()) return;
      const pid = platform.apiServerPid();
      if (pid !== undefined && alive(pid)) continue;
      say('The API server ended; starting it again …');
      await sleep(RESTART_PAUSE_MS);
      if (ending()) return;
      await platform
        .startApiServer()
        .then(() => writePid(platform))
        .catch(error => say((error as Error).message.split('\n')[0]));
    }
  };
  void watch();
}

function alive(pid: number) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function reachable(url: string, name: string) {
  const deadline = Date.now() + 180_000;
  for (;;) {
    const ok = await fetch(url)
      .then(response => response.ok)
      .catch(() => false);
    if (ok) return;
    if (Date.now() > deadline) {
      throw new Error(
        `The ${name} does not answer at ${url}. Its log: .cache/start/${name}.log`,
      );
    }
    await sleep(150);
  }
}

function screen(
  options: StartOptions,
  platform: EmbeddedPlatform | undefined,
  seconds: string,
) {
  return `
  Backstage    http://localhost:${options.appPort}            sign in as guest
  Backend      http://localhost:${options.backendPort}
  Platform     ${
    platform
      ? `${platform.url}  (embedded, with simulated Kratix)`
      : options.kubeconfig
  }
  Kubeconfig   ${platform ? '.cache/platform/kubeconfig' : options.kubeconfig}
  Logs         .cache/start/{app,backend,simulator}.log

  Started in ${seconds} s. First steps: open Redis Promise in the catalog, tab Kratix.
  Ctrl-C ends everything.
`;
}

main().catch(error => {
  process.stderr.write(`[ske] ${(error as Error).message}\n`);
  process.exit(1);
});
