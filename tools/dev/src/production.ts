import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  startPlatform,
  startPostgres,
  type EmbeddedPlatform,
} from '@internal/testbed';
import { onEnd } from './endings';
import { readOptions } from './options';
import { Processes } from './processes';
import { unpackBuild } from './production/unpack';
import { root } from './root';
import { Children } from './start/children';
import { cache, writeConfig } from './start/config';
import { reachable, requireFreePorts } from './start/reachable';
import { supervise } from './start/supervise';

const say = (text: string) => process.stdout.write(`[production] ${text}\n`);

/**
 * Runs the production build on PostgreSQL and the embedded platform: one backend
 * that serves the app too. For the end-to-end tests.
 */
async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write('node tools/dev/production.mjs --backend-port N\n');
    return;
  }
  // The backend serves the app.
  const served = { ...options, appPort: options.backendPort };
  await requireFreePorts(served);
  const folder = join(cache, 'production');
  unpackBuild(folder);

  const processes = new Processes();
  const endings: (() => Promise<void>)[] = [];
  let ending: Promise<void> | undefined;
  const end = (code: number) => {
    ending ??= (async () => {
      await processes.end();
      for (const stop of endings.reverse()) await stop();
      rmSync(join(cache, 'platform'), { recursive: true, force: true });
      process.exit(code);
    })();
    return ending;
  };
  onEnd(() => void end(0));

  try {
    const postgres = await startPostgres({ say });
    endings.push(postgres.stop);
    const [base, start] = writeConfig(served);
    const children = new Children({
      processes,
      options: served,
      configs: [base, join(root, 'app-config.production.yaml'), start],
      onFailure: () => void end(1),
    });
    const platform: EmbeddedPlatform = await startPlatform({
      say,
      port: served.platformPort,
      kubeconfigPath: join(cache, 'platform', 'kubeconfig'),
    });
    endings.push(platform.stop);
    children.production(folder, {
      NODE_ENV: 'production',
      POSTGRES_HOST: postgres.host,
      POSTGRES_PORT: String(postgres.port),
      POSTGRES_USER: postgres.user,
      POSTGRES_PASSWORD: postgres.password,
    });
    children.simulator();
    void supervise(platform, () => ending !== undefined, say);
    const url = `http://localhost:${served.backendPort}`;
    await reachable(`${url}/.backstage/health/v1/readiness`, 'backend');
    await reachable(`${url}/`, 'app');
    say(`Production build on ${url}. Ctrl-C ends everything`);
  } catch (error) {
    if (ending) return;
    process.stderr.write(`[production] ${(error as Error).message}\n`);
    await end(1);
  }
}

main().catch(error => {
  process.stderr.write(`[production] ${(error as Error).message}\n`);
  process.exit(1);
});
