import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { stringify } from 'yaml';
import type { StartOptions } from '../options';
import { root } from '../root';

/** Where `npm start` keeps what it makes. */
export const cacheFolder = join(root, '.cache');

/** A path as the person who typed `npm start` means it. */
const fromCaller = (path: string) =>
  resolve(process.env.INIT_CWD ?? process.cwd(), path);

/**
 * The kubeconfig that simulator and backend use.
 *
 * @throws Error when `--kubeconfig` names no file.
 */
export function kubeconfigOf(options: StartOptions): string {
  if (!options.kubeconfig) return join(cacheFolder, 'platform', 'kubeconfig');
  const path = fromCaller(options.kubeconfig);
  if (existsSync(path)) return path;
  throw new Error(`--kubeconfig: ${options.kubeconfig} does not exist.`);
}

/** What the browser is told because of the options. */
export const frontendConfig = (options: StartOptions) => ({
  app: { baseUrl: `http://localhost:${options.appPort}` },
  backend: { baseUrl: `http://localhost:${options.backendPort}` },
});

/**
 * Writes down what differs from app-config.yaml because of the options.
 *
 * @returns all configuration files, the strongest last.
 */
export function writeConfig(
  options: StartOptions,
  more: { integrations?: object; ske?: object } = {},
): string[] {
  const file = join(cacheFolder, 'start', 'app-config.start.yaml');
  const { app, backend } = frontendConfig(options);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    stringify({
      app,
      integrations: more.integrations,
      backend: {
        ...backend,
        listen: { port: options.backendPort, host: '127.0.0.1' },
        cors: { origin: app.baseUrl },
      },
      ske: {
        ...more.ske,
        kubernetes: {
          platformName: options.kubeconfig ? undefined : 'embedded',
          kubeconfig: kubeconfigOf(options),
          ...(options.context ? { context: options.context } : {}),
        },
      },
    }),
  );
  return [join(root, 'app-config.yaml'), file];
}
