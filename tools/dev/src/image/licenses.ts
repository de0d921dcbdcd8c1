import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BundledPackage } from './bundle';

const LICENSE_FILE = /^(licen[cs]e|copying|notice)([.-]|$)/i;

/** What the licenses of the packages in a bundle ask to be shipped with it. */
export function licenseTexts(packages: BundledPackage[]): string {
  return packages
    .map(({ name, version, license, folder }) =>
      [
        `${name} ${version}`,
        `License: ${license ?? 'see below'}`,
        ...readdirSync(folder)
          .filter(
            file => LICENSE_FILE.test(file) && !/\.[cm]?[jt]s$/.test(file),
          )
          .sort()
          .map(file => readFileSync(join(folder, file), 'utf8').trim()),
        '',
      ].join('\n\n'),
    )
    .join(`${'-'.repeat(72)}\n\n`);
}
