import { followStaticImports } from './__testUtils__/staticImports';

const FRONTEND = 'plugins/ske-frontend/src';
const entriesOf = (...paths: string[]) =>
  paths.map(path => `${FRONTEND}/${path}`);

/** Loaded by each page of an app that has the plugin. */
const APP = entriesOf('alpha/index.tsx');

/** Loaded by the Create page besides, where no Template is of a Promise. */
const CREATE = entriesOf(
  'alpha/formFields.ts',
  'api/OfferingsClient.ts',
  'features/createPage/KratixTemplateCard.tsx',
);

/** Loaded by the page of a Resource until somebody opens something on it. */
const RESOURCE = entriesOf(
  'api/connectTo.ts',
  'api/OfferingsClient.ts',
  'api/PagesClient.ts',
  'features/resourcePage/cards.tsx',
  'features/resourcePage/ResourceContent.tsx',
);

/** The same of the other pages. */
const PAGES = entriesOf(
  'features/promisePage/cards.tsx',
  'features/promisePage/PromiseContent.tsx',
  'features/platformOverview/PlatformPage.tsx',
  'features/myRequests/MyRequestsPage.tsx',
  'features/managePage/ManageContent.tsx',
  'features/statusCard/StatusCard.tsx',
);

/** What forms, editors and differences are made with. */
const ON_DEMAND =
  /^(ajv|codemirror|@codemirror\/|@lezer\/|@uiw\/|@rjsf\/|@bufbuild\/|diff$)/;

/** What an app has loaded before us; a package of ours to add here costs every page. */
const IN_EVERY_APP = [
  '@backstage/catalog-model',
  '@backstage/core-plugin-api',
  '@backstage/filter-predicates',
  '@backstage/frontend-plugin-api',
  '@backstage/plugin-app-react',
  '@backstage/plugin-catalog-react/alpha',
  '@backstage/plugin-catalog/alpha',
  '@backstage/plugin-scaffolder-react/alpha',
  '@backstage/plugin-search-react/alpha',
  '@remixicon/react',
  'react',
];

/** Characters of source; built and compressed, about 13,000 of them were 1 KB. */
const MOST_SOURCE = { app: 68_000, create: 100_000, resource: 600_000 };

const sizeOf = (files: Map<string, number>) =>
  [...files.values()].reduce((sum, length) => sum + length, 0);

describe('what a page loads of ours', () => {
  it('that shows nothing of ours', () => {
    const { files, packages } = followStaticImports(APP);
    const unknown = [...packages].filter(
      ([name]) => !IN_EVERY_APP.includes(name),
    );
    expect(unknown).toEqual([]);
    expect([...files.keys()]).not.toContain(
      `${FRONTEND}/translations/messages.ts`,
    );
    expect(sizeOf(files)).toBeLessThan(MOST_SOURCE.app);
  });

  it('the Create page, where nothing of ours can be requested', () => {
    const { files, packages } = followStaticImports([...APP, ...CREATE]);
    expect([...packages.keys()].filter(name => ON_DEMAND.test(name))).toEqual(
      [],
    );
    expect([...packages.keys()]).not.toContain('yaml');
    expect([...files.keys()]).not.toContain(
      `${FRONTEND}/translations/messages.ts`,
    );
    expect(sizeOf(files)).toBeLessThan(MOST_SOURCE.create);
  });

  it('the page of a Resource, without dialog, editor, log and difference', () => {
    const { files, packages } = followStaticImports([...APP, ...RESOURCE]);
    expect([...packages.keys()].filter(name => ON_DEMAND.test(name))).toEqual(
      [],
    );
    for (const onDemand of [
      'components/Diff.tsx',
      'components/Log.tsx',
      'features/requestDialog/fill/YamlEditor.tsx',
      'features/requestDialog/RequestFlow.tsx',
    ]) {
      expect([...files.keys()]).not.toContain(`${FRONTEND}/${onDemand}`);
    }
    expect(sizeOf(files)).toBeLessThan(MOST_SOURCE.resource);
  });

  it.each(PAGES)('%s, without the dialog', page => {
    const { files, packages } = followStaticImports([page]);
    expect([...packages.keys()].filter(name => ON_DEMAND.test(name))).toEqual(
      [],
    );
    expect([...files.keys()]).not.toContain(
      `${FRONTEND}/features/requestDialog/RequestFlow.tsx`,
    );
  });
});

it('lets bundlers leave out what is not used', () => {
  const { files } = followStaticImports(APP);
  expect([...files.keys()]).toContain('plugins/ske-common/src/api/subjects.ts');
  expect([...files.keys()]).not.toContain('plugins/ske-common/src/index.ts');
});
