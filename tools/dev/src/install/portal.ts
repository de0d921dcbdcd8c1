import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '@internal/testbed';
import type { Processes } from '../processes';
import { startPortalRegistry } from './portalRegistry';
import { credentialOf, publish } from './registry';

const NAMES = ['@syntasso/plugin-ske-backend', '@syntasso/plugin-ske-frontend'];

/**
 * Publishes the packages to the registry of a portal, and installs them from it alone.
 *
 * @throws Error with what npm says, or the file that is missing
 */
export async function tryPortal(
  processes: Processes,
  tarballs: string[],
  folder: string,
): Promise<void> {
  const registryFolder = join(folder, 'registry');
  const home = join(folder, 'home');
  [registryFolder, home].forEach(path => mkdirSync(path, { recursive: true }));
  const portal = await startPortalRegistry(processes, registryFolder);
  try {
    await refuseWithoutToken(portal.url);
    for (const tarball of tarballs) await publish(tarball, portal, folder);
    writeFileSync(join(home, 'package.json'), '{"private":true}');
    writeFileSync(
      join(home, '.npmrc'),
      `registry=${portal.url}\n${credentialOf(portal)}\n`,
      { mode: 0o600 },
    );
    const { code, output } = await runCommand(
      'npm',
      ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...NAMES],
      { cwd: home },
    );
    if (code !== 0) throw new Error(`npm install failed: ${output}`);
    const missing = NAMES.map(name =>
      join(home, 'node_modules', name, 'dist', 'index.d.ts'),
    ).find(file => !existsSync(file));
    if (missing) throw new Error(`${missing} is not there.`);
  } finally {
    await portal.stop();
  }
}

async function refuseWithoutToken(url: string) {
  const { status } = await fetch(new URL(NAMES[0], url));
  if (status !== 401) {
    throw new Error(`The portal answered ${status} without a token.`);
  }
}
