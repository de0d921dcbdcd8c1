import { existsSync } from 'node:fs';
import { runCommand } from './commands';

/**
 * Installs Debian packages where this process may: as root on Debian.
 *
 * @returns the last line of apt-get when it failed; undefined when it worked, and where
 * this is not Debian or not root.
 */
export async function installDebianPackages(
  packages: string[],
  say: (text: string) => void,
): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    return undefined;
  }
  say(`Installing the Debian package ${packages[0]} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand('apt-get', ['update'], { env });
  const { code, output } = await runCommand(
    'apt-get',
    ['install', '-y', '--no-install-recommends', ...packages],
    { env },
  );
  return code === 0 ? undefined : output.trim().split('\n').pop();
}
