import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import getPort from 'get-port';
import { stringify } from 'yaml';
import { z } from 'zod';
import { runCommand } from '@internal/testbed';
import { ensureNpmPackage } from '../npmPackage.cjs';
import type { Processes } from '../processes';
import { waitForAnswer } from '../start/ports';

const VERDACCIO = {
  name: 'verdaccio',
  version: '6.10.4',
  // verdaccio-audit asks for a tag of node-fetch that not every mirror has.
  overrides: { 'node-fetch': '2.7.0' },
};

/** A package registry on this machine. */
export interface Registry {
  url: string;
  /** Of somebody who may publish. */
  token: string;
}

/** The line of an `.npmrc` by which npm is let in. */
export const credentialOf = ({ url, token }: Registry): string =>
  `${url.replace(/^https?:/, '').replace(/\/?$/, '/')}:_authToken=${token}`;

/**
 * Starts a real package registry that has nothing yet, and asks the one that npm is
 * configured with for what is not ours.
 *
 * @param folder - where it keeps what it has, and its log
 * @param publicPath - where it is served to others, such as `/api/registry/`; default: `/`
 */
export async function startRegistry(
  processes: Processes,
  folder: string,
  publicPath = '/',
): Promise<Registry> {
  const verdaccio = await ensureNpmPackage(VERDACCIO);
  const program = join(verdaccio, 'bin', 'verdaccio');
  const upstream = await runCommand('npm', ['config', 'get', 'registry'], {
    cwd: folder,
  });
  const port = await getPort({ host: '127.0.0.1' });
  const url = `http://127.0.0.1:${port}`;
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'config.yaml');
  writeFileSync(
    config,
    stringify({
      storage: join(folder, 'storage'),
      url_prefix: publicPath,
      auth: { htpasswd: { file: join(folder, 'htpasswd'), max_users: 1 } },
      uplinks: { upstream: { url: upstream.output.trim(), timeout: '60s' } },
      packages: {
        '@syntasso/*': { access: '$all', publish: '$authenticated' },
        '**': { access: '$all', proxy: 'upstream' },
      },
      max_body_size: '50mb',
      log: { type: 'stdout', format: 'pretty', level: 'warn' },
    }),
  );
  processes.start({
    name: `registry ${port}`,
    command: process.execPath,
    args: [program, '--config', config, '--listen', `127.0.0.1:${port}`],
    cwd: folder,
    env: process.env,
    log: join(folder, 'registry.log'),
    onExit: why => process.stderr.write(`[install] The registry ${why}.\n`),
  });
  await waitForAnswer(`${url}/-/ping`, 'registry');
  return { url, token: await signUp(url) };
}

/** @returns the token of a user that is made for this run */
async function signUp(url: string): Promise<string> {
  const response = await fetch(`${url}/-/user/org.couchdb.user:publisher`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'publisher', password: 'only-for-this-run' }),
  });
  return z.object({ token: z.string() }).parse(await response.json()).token;
}

/**
 * Publishes a tarball, as somebody does who has nothing but the file.
 *
 * @throws Error with what npm says
 */
export async function publish(
  tarball: string,
  registry: Registry,
  folder: string,
): Promise<void> {
  const npmrc = join(folder, 'npmrc');
  writeFileSync(npmrc, `${credentialOf(registry)}\n`, { mode: 0o600 });
  const { code, output } = await runCommand(
    'npm',
    [
      ...['publish', tarball, '--registry', registry.url],
      ...['--userconfig', npmrc],
    ],
    { cwd: folder },
  );
  if (code !== 0) throw new Error(`npm publish failed: ${output}`);
}
