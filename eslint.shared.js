const factory = require('@backstage/cli/config/eslint-factory');

/**
 * Which of our packages each of them may import. One way only:
 * common ← node ← backend; common ← frontend; nobody imports packages/*.
 */
const ours = {
  '@syntasso/plugin-ske-common': [],
  '@syntasso/plugin-ske-node': ['@syntasso/plugin-ske-common'],
  '@syntasso/plugin-ske-backend': [
    '@syntasso/plugin-ske-common',
    '@syntasso/plugin-ske-node',
  ],
  '@syntasso/plugin-ske-frontend': ['@syntasso/plugin-ske-common'],
  '@internal/kratix-simulator': [
    '@syntasso/plugin-ske-common',
    '@syntasso/plugin-ske-node',
  ],
  '@internal/backstage-controller': [
    '@syntasso/plugin-ske-common',
    '@syntasso/plugin-ske-node',
  ],
  '@internal/testbed': [],
  '@internal/dev': [
    '@internal/testbed',
    '@syntasso/plugin-ske-common',
    '@syntasso/plugin-ske-node',
  ],
  app: [],
  'app-legacy': ['@syntasso/plugin-ske-frontend'],
  backend: ['@syntasso/plugin-ske-backend'],
};

/**
 * Folders of a package, or of a folder in it, from the bottom to the top: each
 * imports from those before it only, types included. Folders in a list of their own
 * are side by side: none imports from another. Files that stand beside the folders
 * are above them all. Tests may look everywhere (docs/architecture.md).
 */
const layers = {
  '@syntasso/plugin-ske-common': {
    '': [
      ...['utils', 'kubernetes', 'redaction', 'form', 'annotations'],
      ...['customization', 'connect', 'health', 'offerings', 'api'],
      ...[['requests', 'permissions'], 'entities', 'recipes', 'portals'],
    ],
  },
  '@syntasso/plugin-ske-node': {
    '': ['utils', 'kubernetes', 'watches', ['git', 'scm']],
  },
  '@internal/backstage-controller': {
    '': [
      ...['config', 'log', 'platform', 'portals', 'entities', 'writers'],
      ...['runs', 'queue', 'status', 'sync', 'leader', 'server', 'generate'],
    ],
  },
  '@syntasso/plugin-ske-backend': {
    '': [
      ...['utils', 'config', 'redaction', 'views', 'access', 'entities'],
      ...['live', 'engines', 'platform', 'requests', 'catalog', 'health'],
      ...['router', 'actions', 'agents', 'search', 'doctor'],
    ],
  },
  '@syntasso/plugin-ske-frontend': {
    '': [
      ...[
        'translations',
        'utils',
        'live',
        'api',
        'hooks',
        'components',
        'form',
      ],
      'features',
      ['alpha', 'legacy'],
    ],
    features: [
      'requests',
      'nextActions',
      'requestDialog',
      [
        ...['promisePage', 'resourcePage', 'managePage'],
        ...['statusCard', 'myRequests', 'platformHealth'],
        ...['catalogTable', 'createPage', 'search'],
      ],
      'platformOverview',
    ],
    'features/requestDialog': [
      ...['template', 'draft', 'formState', 'problems'],
      ['fill', 'review', 'progress'],
    ],
  },
};

/** The rule that keeps a package's folders in order, where it has such an order. */
function rulesOfLayers(name, dir) {
  const zones = Object.entries(layers[name] ?? {}).flatMap(([parent, order]) =>
    zonesOf(`${dir}/src${parent && `/${parent}`}`, order),
  );
  return zones.length > 0
    ? { 'import/no-restricted-paths': ['error', { zones }] }
    : {};
}

function zonesOf(parent, order) {
  return order.flatMap((layer, index) => {
    const above = order.slice(index + 1).flat();
    return [layer].flat().map(folder => {
      const beside = [layer].flat().filter(other => other !== folder);
      return {
        target: `${parent}/${folder}/**/!(*.test).{ts,tsx}`,
        from: [
          ...[...beside, ...above].map(other => `${parent}/${other}/**`),
          `${parent}/*.{ts,tsx}`,
        ],
        message: `${folder} may not import this: imports between folders run one way (docs/architecture.md).`,
      };
    });
  });
}

/** What the pure core must not know. */
const impure = [
  'react',
  'react-dom',
  '@kubernetes/client-node',
  '@backstage/backend-plugin-api',
  '@backstage/core-plugin-api',
];

const forPages = {
  'react/sort-comp': 'off',
  'jsx-a11y/no-autofocus': ['error', { ignoreNonDOM: true }],
  // What scrolls must be reachable by keyboard.
  'jsx-a11y/no-noninteractive-tabindex': [
    'error',
    { tags: ['pre'], roles: ['region', 'log', 'img', 'tabpanel'] },
  ],
};

/** The project's ESLint configuration for the package in a folder. */
module.exports = dir => {
  const { name, backstage } = require(`${dir}/package.json`);
  const allowed = ours[name];
  if (!allowed) throw new Error(`eslint.shared.js does not know ${name}`);
  const forbidden = Object.keys(ours)
    .filter(other => other !== name && !allowed.includes(other))
    .concat(name === '@syntasso/plugin-ske-common' ? impure : []);
  const config = factory(dir, {
    restrictedSrcImports: forbidden.map(other => ({
      name: other,
      message: `${name} must not import ${other}: imports run one way (docs/architecture.md).`,
    })),
  });
  return {
    ...config,
    settings: {
      ...config.settings,
      // Lets import/no-cycle follow relative imports of TypeScript files.
      'import/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import/resolver': { node: { extensions: ['.ts', '.tsx', '.js'] } },
    },
    overrides: [
      ...(config.overrides ?? []),
      {
        // Tests wait in loops for what a listener will have noted.
        files: ['**/*.test.*', '**/__testUtils__/**'],
        rules: { 'no-loop-func': 'off', 'max-lines': 'off' },
      },
      {
        // Measures with what tests start.
        files: ['**/__bench__/**'],
        rules: { 'no-restricted-imports': 'off' },
      },
      { files: ['**/translations/**'], rules: { 'max-lines': 'off' } },
      {
        // The rule asks for the dependencies of the packages that are built into ours, as a
        // package needs them that is published; end-to-end tests run in the workspace.
        files: ['**/e2e-tests/**'],
        rules: { '@backstage/no-undeclared-imports': 'off' },
      },
    ],
    rules: {
      ...config.rules,
      ...rulesOfLayers(name, dir),
      // A file is read top to bottom: the exported thing first, helpers below.
      'no-use-before-define': 'off',
      '@typescript-eslint/no-use-before-define': [
        'error',
        { functions: false, classes: false, variables: false },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      // Types, too, run one way between folders (import/no-restricted-paths).
      'import/no-cycle': ['error', { ignoreExternal: true }],
      // A file is about one thing.
      'max-lines': [
        'error',
        { max: 230, skipBlankLines: true, skipComments: true },
      ],
      // Kubernetes lists are walked in order, one request after the other.
      'no-await-in-loop': 'off',
      ...(backstage.role.startsWith('frontend') ? forPages : {}),
    },
  };
};
