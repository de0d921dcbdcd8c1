import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Processes } from '../processes';
import { root } from '../root';
import { inlinedPackages, linkDeclarations } from './linkDeclarations';
import { runWith } from './runIn';

/** The packages that are published; what they share is built into both. */
export const PUBLISHED = ['ske-frontend', 'ske-backend'] as const;

/**
 * Builds the published packages, and packs them as `npm publish` would.
 *
 * @param out - folder for the tarballs; made where it is missing
 * @returns the paths of the tarballs, in the order of {@link PUBLISHED}
 * @throws Error that names the command that failed; its output is on the terminal
 */
export async function packPlugins(
  processes: Processes,
  out: string,
): Promise<string[]> {
  // npm says what it packs on the terminal in any case.
  const run = runWith(processes, { ...process.env, FORCE_COLOR: '0' });
  mkdirSync(out, { recursive: true });
  rmSync(join(root, 'dist-types'), { recursive: true, force: true });
  await run(root, 'tsc', ['--incremental', 'false']);
  linkDeclarations(join(root, 'dist-types'), inlinedPackages(root));
  const tarballs: string[] = [];
  for (const name of PUBLISHED) {
    const folder = join(root, 'plugins', name);
    rmSync(join(folder, 'dist'), { recursive: true, force: true });
    await run(folder, 'backstage-cli', ['package', 'build']);
    await run(folder, 'npm', ['pack', '--silent', '--pack-destination', out]);
    const { version } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    ) as { version: string };
    tarballs.push(join(out, `syntasso-plugin-${name}-${version}.tgz`));
  }
  return tarballs;
}
