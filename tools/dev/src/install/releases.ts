/** One of the two frontend systems of Backstage. */
export type FrontendSystem = 'new' | 'legacy';

/** What the README says of a release in one of them, as it stands in its table. */
export type Claim = 'yes' | `yes, but ${string}` | `no: ${string}`;

/** A release of Backstage, and how an app of it is made. */
export interface Release {
  /** Without the patch, such as `1.55`. */
  backstage: string;
  /** Version of `@backstage/create-app`; absent where the registry has none for it. */
  createApp?: string;
  /** What create-app is told to make an app of a system; absent where it cannot. */
  flags: Partial<Record<FrontendSystem, string[]>>;
  /** Absent where nothing is said. */
  claims: Partial<Record<FrontendSystem, Claim>>;
}

/** An app to try our packages in. */
export interface Way {
  /** As it was asked for, such as `legacy@1.46`. */
  name: string;
  system: FrontendSystem;
  release: Release;
}

const LEGACY_ONLY: Release['flags'] = { legacy: [] };
const LEGACY_FIRST: Release['flags'] = { legacy: [], new: ['--next'] };
const NEW_FIRST: Release['flags'] = { new: [], legacy: ['--legacy'] };

/**
 * What the README says of each release, the newest first. `releases.test.ts` holds the README's
 * table to it, and `npm run test:install -- new@1.54` finds out whether it is true.
 */
export const RELEASES: Release[] = [
  {
    // Of this repository: backstage.json.
    backstage: '1.57',
    flags: NEW_FIRST,
    claims: { new: 'yes', legacy: 'yes' },
  },
  {
    backstage: '1.55',
    createApp: '0.9.2',
    flags: NEW_FIRST,
    claims: { new: 'yes', legacy: 'yes' },
  },
  {
    backstage: '1.54',
    createApp: '0.9.1',
    flags: NEW_FIRST,
    claims: { new: 'yes, but Yarn warns of its `@backstage/ui` 0.17' },
  },
  { backstage: '1.53', createApp: '0.9.0', flags: NEW_FIRST, claims: {} },
  { backstage: '1.52', createApp: '0.8.4', flags: NEW_FIRST, claims: {} },
  { backstage: '1.51', createApp: '0.8.3', flags: NEW_FIRST, claims: {} },
  { backstage: '1.50', createApp: '0.8.2', flags: NEW_FIRST, claims: {} },
  { backstage: '1.49', createApp: '0.8.1', flags: NEW_FIRST, claims: {} },
  { backstage: '1.48', createApp: '0.7.9', flags: LEGACY_FIRST, claims: {} },
  { backstage: '1.47', createApp: '0.7.8', flags: LEGACY_FIRST, claims: {} },
  {
    backstage: '1.46',
    createApp: '0.7.7',
    flags: LEGACY_FIRST,
    claims: { legacy: 'no: its backend does not get ready' },
  },
  { backstage: '1.45', createApp: '0.7.6', flags: LEGACY_FIRST, claims: {} },
  { backstage: '1.44', createApp: '0.7.5', flags: LEGACY_FIRST, claims: {} },
  { backstage: '1.43', createApp: '0.7.4', flags: LEGACY_FIRST, claims: {} },
  { backstage: '1.42', createApp: '0.7.3', flags: LEGACY_FIRST, claims: {} },
  { backstage: '1.41', createApp: '0.7.1', flags: LEGACY_ONLY, claims: {} },
];

/**
 * Reads a way as somebody types it: `new` or `legacy` for the newest app that create-app
 * makes, or with a release of Backstage or a version of create-app, such as `new@1.54` or
 * `legacy@0.7.7`.
 *
 * @throws Error that names what there is
 */
export function readWay(name: string): Way {
  const [system, version] = name.split('@');
  if (system === 'new' || system === 'legacy') {
    const release = RELEASES.find(({ backstage, createApp }) =>
      version === undefined
        ? createApp !== undefined
        : version === backstage || version === createApp,
    );
    if (release) return { name, system, release };
  }
  throw new Error(
    `There is no way "${name}". Ways: new, legacy, portal; of other releases new@… and legacy@… with one of ${RELEASES.map(
      ({ backstage }) => backstage,
    ).join(', ')}.`,
  );
}

/** The README's table of what works with which release, without what nothing is said of. */
export function worksWithTable(releases: Release[] = RELEASES): string {
  return [
    '| Backstage | new frontend system | legacy frontend system |',
    ...releases
      .filter(({ claims }) => claims.new ?? claims.legacy)
      .map(
        ({ backstage, claims }) =>
          `| ${backstage} | ${claims.new ?? 'not tried'} | ${
            claims.legacy ?? 'not tried'
          } |`,
      ),
  ].join('\n');
}
