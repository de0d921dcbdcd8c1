import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { parse } from 'yaml';
import { z } from 'zod';
import { bundleName } from './pack/packDynamic';
import { root } from './root';

const FILE = 'deploy/dynamic-plugins.yaml';
const FRONTEND = '@syntasso/plugin-ske-frontend';

/** Something that the package exports, in its only module. */
const imported = { importName: z.string() };

/** Names of functions of the package, or what Developer Hub knows by itself. */
const conditions = z.array(
  z.union([
    z.string(),
    z
      .strictObject({
        isKind: z.union([z.string(), z.array(z.string())]),
        isType: z.union([z.string(), z.array(z.string())]),
        hasAnnotation: z.union([z.string(), z.array(z.string())]),
      })
      .partial(),
  ]),
);

const props = z.record(z.string(), z.string()).optional();

/**
 * What Developer Hub takes of a frontend plugin: the keys of `dynamicPlugins.frontend` in
 * packages/app/config.d.ts of redhat-developer/rhdh, as far as the example may use them.
 */
const frontendPlugin = z.strictObject({
  apiFactories: z.array(z.strictObject(imported)).optional(),
  dynamicRoutes: z
    .array(
      z.strictObject({
        ...imported,
        path: z.string(),
        menuItem: z
          .strictObject({
            icon: z.string(),
            text: z.string(),
            enabled: z.boolean().optional(),
          })
          .optional(),
        // The schema requires it, though its documentation leaves it out.
        config: z.strictObject({ props }),
      }),
    )
    .optional(),
  entityTabs: z
    .array(
      z.strictObject({
        path: z.string(),
        title: z.string(),
        mountPoint: z.string(),
        priority: z.number().optional(),
      }),
    )
    .optional(),
  mountPoints: z
    .array(
      z.strictObject({
        ...imported,
        mountPoint: z.string(),
        config: z.strictObject({
          layout: z
            .record(
              z.string(),
              z.union([z.string(), z.record(z.string(), z.string())]),
            )
            .optional(),
          props,
          if: z
            .strictObject({
              allOf: conditions,
              anyOf: conditions,
              oneOf: conditions,
            })
            .partial()
            .optional(),
        }),
      }),
    )
    .optional(),
  scaffolderFieldExtensions: z.array(z.strictObject(imported)).optional(),
});

/** An entry of the list that its installer reads; `pluginConfig` is a part of app-config. */
const plugin = z.strictObject({
  package: z.string(),
  disabled: z.boolean(),
  integrity: z.string().optional(),
  pullPolicy: z.enum(['IfNotPresent', 'Always']).optional(),
  pluginConfig: z.record(z.string(), z.unknown()),
});

const pluginList = z.strictObject({
  includes: z.array(z.string()).optional(),
  plugins: z.array(plugin),
});

const frontendConfig = z.strictObject({
  dynamicPlugins: z.strictObject({
    frontend: z.record(z.string(), frontendPlugin),
  }),
});

type FrontendPlugin = z.infer<typeof frontendPlugin>;

const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The names of values, not of types, that a file exports from others. */
function exportsOf(text: string): string[] {
  const source = ts.createSourceFile('index.ts', text, ts.ScriptTarget.Latest);
  return source.statements
    .filter(ts.isExportDeclaration)
    .filter(statement => !statement.isTypeOnly)
    .flatMap(({ exportClause }) =>
      exportClause && ts.isNamedExports(exportClause)
        ? exportClause.elements.map(({ name }) => name.text)
        : [],
    );
}

/** Every name that Developer Hub will look for in the package. */
function namesIn(config: FrontendPlugin): string[] {
  const {
    apiFactories,
    dynamicRoutes,
    mountPoints,
    scaffolderFieldExtensions,
  } = config;
  return [
    apiFactories ?? [],
    dynamicRoutes ?? [],
    mountPoints ?? [],
    scaffolderFieldExtensions ?? [],
  ]
    .flat()
    .map(({ importName }) => importName)
    .concat(
      (mountPoints ?? [])
        .flatMap(({ config: { if: condition = {} } }) =>
          Object.values(condition),
        )
        .flat()
        .filter(each => typeof each === 'string'),
    );
}

const missingIn = (config: FrontendPlugin) => {
  const exported = exportsOf(read('plugins/ske-frontend/src/index.ts'));
  return namesIn(config).filter(name => !exported.includes(name));
};

describe('deploy/dynamic-plugins.yaml', () => {
  const { plugins } = pluginList.parse(parse(read(FILE)));
  const [backend, frontend] = plugins;
  const { dynamicPlugins } = frontendConfig.parse(frontend.pluginConfig);
  const config = dynamicPlugins.frontend['syntasso.plugin-ske-frontend'];

  it('names the folders that rhdh-cli makes, which are those of npm run pack:dynamic', () => {
    expect(plugins.map(entry => entry.package.split('!')[1])).toEqual([
      bundleName('@syntasso/plugin-ske-backend'),
      bundleName(FRONTEND),
    ]);
    expect(Object.keys(backend.pluginConfig)).toEqual(['ske']);
  });

  it('has the name that rhdh-cli gives the package', () => {
    expect(Object.keys(dynamicPlugins.frontend)).toEqual([
      FRONTEND.replace('@', '').replace('/', '.'),
    ]);
  });

  it('imports what the package exports', () => {
    expect(namesIn(config).length).toBeGreaterThan(10);
    expect(missingIn(config)).toEqual([]);
  });

  it('fills each tab, and tabs that are there', () => {
    const tabs = config.entityTabs?.map(({ mountPoint }) => mountPoint) ?? [];
    expect(config.mountPoints?.map(({ mountPoint }) => mountPoint)).toEqual(
      ['entity.page.overview', ...tabs].map(tab => `${tab}/cards`),
    );
    expect(config.entityTabs?.map(({ path }) => path)).toEqual([
      '/kratix',
      '/kratix/manage',
    ]);
  });
});

describe('the test of it', () => {
  const tab = { path: '/kratix', title: 'Kratix', mountPoint: 'entity.page.k' };

  it('finds a key that Developer Hub does not know', () => {
    expect(frontendPlugin.safeParse({ entityTabs: [tab] }).success).toBe(true);
    for (const wrong of [
      { entityTab: [tab] },
      { entityTabs: [{ ...tab, icon: 'docs' }] },
    ]) {
      expect(frontendPlugin.safeParse(wrong).success).toBe(false);
    }
  });

  it('finds names that the package does not export', () => {
    expect(
      missingIn({
        scaffolderFieldExtensions: [
          { importName: 'SkeSpecFieldExtension' },
          { importName: 'NoFieldExtension' },
          // A type is not there at run time.
          { importName: 'SkeApi' },
        ],
        mountPoints: [
          {
            mountPoint: 'entity.page.k/cards',
            importName: 'KratixOverviewTab',
            config: { if: { allOf: ['isNothing', { isKind: 'component' }] } },
          },
        ],
      }),
    ).toEqual(['NoFieldExtension', 'SkeApi', 'isNothing']);
  });
});
