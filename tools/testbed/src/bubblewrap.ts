import { existsSync } from 'node:fs';
import { installDebianPackages } from './debian';

const BWRAP = '/usr/bin/bwrap';

/**
 * Finds bubblewrap, which starts a program in a root file system and namespaces of its
 * own; else, as root on Debian, installs it.
 *
 * @throws Error that says how to get it.
 */
export async function ensureBubblewrap(
  say: (text: string) => void,
): Promise<string> {
  if (existsSync(BWRAP)) return BWRAP;
  const aptError = await installDebianPackages(['bubblewrap'], say);
  if (existsSync(BWRAP)) return BWRAP;
  throw new Error(
    `The test of the image starts it with bubblewrap (${BWRAP}), on Linux. Install it (Debian: apt-get install bubblewrap).${
      aptError ? ` apt-get said: ${aptError}` : ''
    }`,
  );
}
