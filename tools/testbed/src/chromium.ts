import { existsSync } from 'node:fs';
import { installDebianPackages } from './debian';

const SYSTEM_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Finds a Chromium for the end-to-end tests: `SKE_CHROMIUM`, the system's, or the one
 * that Playwright installed; else, as root on Debian, installs the package.
 *
 * @throws Error that says how to get one.
 */
export async function ensureChromium(
  say: (text: string) => void,
): Promise<string> {
  const given = process.env.SKE_CHROMIUM;
  if (given) {
    if (existsSync(given)) return given;
    throw new Error(`SKE_CHROMIUM is ${given}, which does not exist.`);
  }
  const found =
    SYSTEM_PATHS.find(path => existsSync(path)) ??
    (await findPlaywrightsChromium());
  if (found) {
    say(`Chromium: ${found}`);
    return found;
  }
  const aptError = await installDebianPackages(
    ['chromium', 'fonts-dejavu-core'],
    say,
  );
  const installed = SYSTEM_PATHS.find(path => existsSync(path));
  if (installed) return installed;
  if (aptError) say(`apt-get said: ${aptError}`);
  throw new Error(
    'The end-to-end tests need Chromium. Install it (Debian: apt-get install chromium; elsewhere: npx playwright install chromium), or set SKE_CHROMIUM to its path.',
  );
}

async function findPlaywrightsChromium() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : undefined;
}
