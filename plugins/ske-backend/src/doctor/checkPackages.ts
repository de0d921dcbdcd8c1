import { findingsAbout, type Finding } from './findings';
import type { InstalledPackage } from './findInstalled';

const { ok, warn, error } = findingsAbout('packages');

/** What Backstage runs on. */
const NODE_MAJORS = [20, 22, 24];
/** With two copies hooks fail. */
const REACT = ['react', 'react-dom'];
/** What two plugins have in common only if there is one copy: contexts, API references, classes. */
const SHARED = [
  '@backstage/backend-plugin-api',
  '@backstage/core-plugin-api',
  '@backstage/frontend-plugin-api',
  '@backstage/plugin-catalog-node',
  '@backstage/plugin-catalog-react',
  '@backstage/plugin-scaffolder-node',
  '@backstage/plugin-scaffolder-react',
  '@backstage/ui',
  'react-router-dom',
];
/** They may be dynamic plugins, too. */
export const OURS = [
  '@syntasso/plugin-ske-backend',
  '@syntasso/plugin-ske-frontend',
];

/** The packages that are looked for. */
export const CHECKED_PACKAGES = [...REACT, ...SHARED, ...OURS];

const KEEP_ONE =
  'Keep one: run yarn dedupe, or set its version by resolutions in package.json of the root.';

/** Whether Node and what is installed go together. */
export function checkPackages(
  installed: InstalledPackage[],
  nodeVersion: string,
): Finding[] {
  return [
    checkNode(nodeVersion),
    ...(installed.length === 0
      ? [
          warn(
            'No package of Backstage is found in node_modules.',
            'Run it in the folder of the app, after yarn install.',
          ),
        ]
      : [...checkCopies(installed), ...checkOurs(installed)]),
  ];
}

function checkNode(version: string): Finding {
  const major = Number(version.split('.')[0]);
  return NODE_MAJORS.includes(major)
    ? ok(`Node is ${version}.`)
    : warn(
        `Node is ${version}, which Backstage is not made for.`,
        `Use Node ${NODE_MAJORS.slice(1).join(' or ')}.`,
      );
}

function checkCopies(installed: InstalledPackage[]): Finding[] {
  const findings = [...REACT, ...SHARED].flatMap(name => {
    const copies = installed.filter(one => one.name === name);
    if (copies.length < 2) return [];
    const places = copies.map(({ version, path }) => `${version} (${path})`);
    const message = `${name} is installed ${copies.length} times: ${places.join(
      ', ',
    )}.`;
    return [
      REACT.includes(name) ? error(message, KEEP_ONE) : warn(message, KEEP_ONE),
    ];
  });
  if (findings.length > 0) return findings;
  const versions = SHARED.flatMap(name => {
    const copy = installed.find(one => one.name === name);
    return copy ? [`${name} ${copy.version}`] : [];
  });
  return versions.length > 0 ? [ok(`One copy of ${versions.join(', ')}.`)] : [];
}

/** They speak with each other, and are published together. */
function checkOurs(installed: InstalledPackage[]): Finding[] {
  const ours = installed.filter(({ name }) => OURS.includes(name));
  const versions = ours.map(({ name, version }) => `${name} ${version}`);
  if (new Set(ours.map(({ version }) => version)).size < 2) {
    return versions.length > 0 ? [ok(`${versions.join(', ')}.`)] : [];
  }
  return [
    error(
      `Versions differ: ${versions.join(', ')}.`,
      'Install the same version of both.',
    ),
  ];
}
