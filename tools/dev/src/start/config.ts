import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { stringify } from 'yaml';
import type { StartOptions } from '../options';
import { root } from '../root';

/** Where the tools keep builds, logs and configuration; safe to delete. */
export const cacheFolder = join(root, '.cache');

/** Resolves a path against the folder in which somebody typed `npm start`. */
const resolveFromCaller = (path: string) =>
  resolve(process.env.INIT_CWD ?? process.cwd(), path);

/**
 * The kubeconfig that simulator and backend use.
 *
 * @throws Error when `--kubeconfig` names no file.
 */
export function kubeconfigOf(options: StartOptions): string {
  if (!options.kubeconfig) return join(cacheFolder, 'platform', 'kubeconfig');
  const path = resolveFromCaller(options.kubeconfig);
  if (existsSync(path)) return path;
  throw new Error(`--kubeconfig: ${options.kubeconfig} does not exist.`);
}

/** The part of the frontend's configuration that the options decide. */
export const frontendConfig = (options: StartOptions) => ({
  app: { baseUrl: `http://localhost:${options.appPort}` },
  backend: { baseUrl: `http://localhost:${options.backendPort}` },
});

/**
 * Writes a configuration file with what the options change in app-config.yaml.
 *
 * @returns all configuration files; the last one wins.
 */
export function writeConfig(
  options: StartOptions,
  extra: { integrations?: object; ske?: object } = {},
): string[] {
  const file = join(cacheFolder, 'start', 'app-config.start.yaml');
  const { app, backend } = frontendConfig(options);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    stringify({
      app,
      integrations: extra.integrations,
      backend: {
        ...backend,
        listen: { port: options.backendPort, host: '127.0.0.1' },
        cors: { origin: app.baseUrl },
      },
      ske: {
        ...extra.ske,
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
