import type { JsonObject } from '@backstage/types';
import { stringify } from 'yaml';
import { redisPromise, redisResource } from '../entities/__testUtils__/redis';
import {
  documentsOf,
  generatePromiseEntities,
  generateResourceEntities,
  type GeneratedEntities,
} from '../entities';
import { NO_OPTIONS, type GenerationOptions } from '../customization';
import { at, objectsOf } from '../kubernetes/json';
import { applyRecipes, readRecipes, recipesOfOptions } from '.';
import type { OutputFiles } from './Recipe';

const filesOf = (generated: GeneratedEntities): OutputFiles => {
  if (generated.kind !== 'generated') throw new Error('Nothing is generated');
  return { 'catalog-info.yaml': documentsOf(generated.entities) };
};

const promiseFiles = (
  type: 'push' | 'pull-request' = 'push',
  options: GenerationOptions = NO_OPTIONS,
) =>
  filesOf(
    generatePromiseEntities({
      promise: redisPromise(),
      delivery: { type, targetBranch: 'main' },
      options,
    }),
  );

const resourceFiles = (options: GenerationOptions = NO_OPTIONS) =>
  filesOf(
    generateResourceEntities({
      resource: redisResource(),
      promise: redisPromise(),
      options,
    }),
  );

/** Applies recipes as a container has them: as YAML. */
function patch(files: OutputFiles, ...recipes: unknown[]) {
  const text = recipes.map(recipe => stringify(recipe)).join('---\n');
  const read = readRecipes(text);
  return read.kind === 'recipes' ? applyRecipes(files, read.recipes) : read;
}

function patched(files: OutputFiles, ...recipes: unknown[]) {
  const applied = patch(files, ...recipes);
  if (applied.kind === 'refused') throw new Error(applied.problems[0].message);
  return applied.files['catalog-info.yaml'];
}

const inTemplate = (...list: JsonObject[]) => ({
  kind: 'Template',
  ...(list.length > 0 ? { list } : {}),
});
const step = (id: string) => ({ path: 'spec.steps', key: 'id', value: id });
const metadataPage = {
  path: 'spec.parameters',
  key: 'title',
  value: 'Redis Instance Metadata',
};
const TITLE = { metadata: { title: 'x' } };

describe('merge', () => {
  it('merges maps, replaces lists and single values, and deletes by null', () => {
    const [component] = patched(promiseFiles(), {
      target: { kind: 'Component' },
      op: 'merge',
      patch: {
        metadata: { title: 'Cache', tags: ['a'], description: null },
        spec: { system: 'shop', deep: { kept: 1, left: null } },
      },
    });
    expect(component).toMatchObject({
      metadata: { name: 'redis-promise', title: 'Cache', tags: ['a'] },
      spec: { owner: 'kratix-platform', system: 'shop', deep: { kept: 1 } },
    });
    expect(at(component, 'metadata')).not.toHaveProperty('description');
    expect(at(component, 'spec', 'deep')).not.toHaveProperty('left');
  });

  it('is what a recipe without op does, also to an item of a list in a list', () => {
    const files = {
      'catalog-info.yaml': [
        { kind: 'Template', a: [{ id: 1, b: [{ id: true, c: 'old' }] }] },
      ],
    };
    const chain = [
      { path: 'a', key: 'id', value: 1 },
      { path: 'b', key: 'id', value: true },
    ];
    expect(
      patched(files, { target: inTemplate(...chain), patch: { c: 'new' } }),
    ).toEqual([
      { kind: 'Template', a: [{ id: 1, b: [{ id: true, c: 'new' }] }] },
    ]);
  });

  it('takes one selector without a chain, and the document of another file', () => {
    const files = { ...promiseFiles(), 'api.yaml': [{ kind: 'API' }] };
    const applied = patch(
      files,
      { target: { file: 'api.yaml' }, patch: { spec: { type: 'openapi' } } },
      {
        target: { kind: 'Template', list: step('record-request') },
        patch: { name: 'Note it' },
      },
    );
    expect(applied).toMatchObject({
      kind: 'applied',
      files: { 'api.yaml': [{ kind: 'API', spec: { type: 'openapi' } }] },
    });
  });

  it('takes no key for what every object has', () => {
    const [component] = patched(promiseFiles(), {
      target: { kind: 'Component' },
      patch: { constructor: { prototype: { polluted: true } } },
    });
    expect(Object.keys(component)).toContain('constructor');
    expect({}).not.toHaveProperty('polluted');
  });
});

it('removes an item', () => {
  const [, template] = patched(promiseFiles(), {
    target: inTemplate(step('record-request')),
    op: 'remove',
  });
  expect(objectsOf(at(template, 'spec', 'steps')).map(one => one.id)).toEqual([
    'ske-configure-resource',
  ]);
});

it('asks for all of a spec on one page, as the option does', () => {
  const [, template] = patched(promiseFiles(), {
    target: { kind: 'Template' },
    op: 'singleSpecPage',
  });
  const pages = objectsOf(at(template, 'spec', 'parameters'));
  expect(pages.map(({ title }) => title)).toEqual([
    'Redis Instance Metadata',
    'Specification',
  ]);
  expect(pages[1]).toMatchObject({
    required: ['spec'],
    properties: {
      spec: { required: ['size'], properties: { size: {}, backup: {} } },
    },
  });
});

describe.each([
  ['push' as const, 'ske-configure-resource'],
  ['pull-request' as const, 'write-manifest'],
])('hideNamespaceManifest for %s', (delivery, id) => {
  const hide = {
    target: inTemplate(step(id)),
    op: 'hideNamespaceManifest',
    field: 'input.manifest',
    defaultNamespace: 'team-a',
  };

  it('leaves no step that waits for the namespace, and no field for it', () => {
    const [, template] = patched(promiseFiles(delivery), hide);
    expect(JSON.stringify(template)).not.toContain('objnamespace');
    const steps = objectsOf(at(template, 'spec', 'steps'));
    const inputOf = (wanted: string) =>
      steps.find(one => one.id === wanted)?.input;
    expect(at(inputOf(id), 'manifest')).toContain('  namespace: "team-a"\n');
    expect(at(inputOf('record-request'), 'namespace')).toBe('team-a');
    expect(at(inputOf('record-request'), 'manifest')).toContain(
      '  namespace: "team-a"\n',
    );
    expect(objectsOf(at(template, 'spec', 'parameters'))[0]).toMatchObject({
      required: ['objname'],
    });
  });

  it('leaves a recipe that is there for another step nothing to do', () => {
    const record = { ...hide, target: inTemplate(step('record-request')) };
    const once = patched(promiseFiles(delivery), hide);
    expect(patched(promiseFiles(delivery), hide, record)).toEqual(once);
    expect(
      patched(promiseFiles(delivery), hide, {
        ...record,
        field: 'input.namespace',
      }),
    ).toEqual(once);
  });

  it('leaves it nothing to do in a container of its own, either', () => {
    const record = { ...hide, target: inTemplate(step('record-request')) };
    const once = patched(promiseFiles(delivery), hide);
    const left = { 'catalog-info.yaml': once };
    expect(patched(left, record)).toEqual(once);
    for (const wrong of [
      { ...record, field: 'input.nothing' },
      { ...record, defaultNamespace: 'team-b' },
    ]) {
      expect(patch(left, wrong)).toMatchObject({
        kind: 'refused',
        problems: [{ message: expect.stringContaining('placeholder') }],
      });
    }
  });

  it('makes the Template that the option makes', () => {
    const options = {
      ...NO_OPTIONS,
      template: { hideNamespace: true, namespace: 'team-a' },
    };
    expect(patched(promiseFiles(delivery), hide)).toEqual(
      promiseFiles(delivery, options)['catalog-info.yaml'],
    );
  });

  it('makes of every option what the generator makes of it', () => {
    const options: GenerationOptions = {
      promiseComponent: {
        ...{ title: 'a', description: 'b', tags: ['c'], type: 'd' },
        ...{ lifecycle: 'e', owner: 'f', system: 'g', subcomponentOf: 'h' },
        ...{ providesApis: ['i'], consumesApis: ['j'], dependsOn: ['k'] },
        summary: 'l',
      },
      template: {
        ...{ title: 'a', description: 'b', tags: ['c'], type: 'd' },
        ...{ lifecycle: 'e', owner: 'f', namespace: 'g' },
        ...{ namespaceFieldTitle: 'h', namespaceFieldDescription: 'i' },
      },
      resourceComponent: { title: 'a', name: 'b', owner: 'c', tags: ['d'] },
    };
    const about = { kind: 'Redis', delivery };
    const recipes = recipesOfOptions(options, about);
    expect(applyRecipes(promiseFiles(delivery), recipes.promise)).toEqual({
      kind: 'applied',
      files: promiseFiles(delivery, options),
    });
    expect(applyRecipes(resourceFiles(), recipes.resource)).toEqual({
      kind: 'applied',
      files: resourceFiles(options),
    });
    const hidden = {
      ...options,
      template: { hideNamespace: true, namespace: 'g' },
    };
    expect(
      applyRecipes(
        promiseFiles(delivery),
        recipesOfOptions(hidden, about).promise,
      ),
    ).toEqual({ kind: 'applied', files: promiseFiles(delivery, hidden) });
  });
});

describe('refuses', () => {
  const twice = {
    'catalog-info.yaml': [{ kind: 'Template' }, { kind: 'Template' }],
  };
  const sameSteps = {
    'catalog-info.yaml': [
      { kind: 'Template', spec: { steps: [{ id: 'a' }, { id: 'a' }] } },
    ],
  };
  const hide = { op: 'hideNamespaceManifest', field: 'input.manifest' };

  it.each<[string, unknown, OutputFiles?]>([
    [
      'target.kind=API matches no document',
      { target: { kind: 'API' }, patch: TITLE },
    ],
    [
      'target.kind=Template is ambiguous: matches 2 documents',
      { target: { kind: 'Template' }, patch: TITLE },
      twice,
    ],
    [
      'target.file=api.yaml matches no document',
      { target: { file: 'api.yaml' }, patch: TITLE },
    ],
    [
      'list selector key=id value=nothing matches no item',
      { target: inTemplate(step('nothing')), patch: TITLE },
    ],
    [
      'list selector key=id value=a is ambiguous',
      { target: inTemplate(step('a')), patch: TITLE },
      sameSteps,
    ],
    [
      'target.list path "spec.stages": "stages" not found',
      {
        target: inTemplate({ path: 'spec.stages', key: 'id', value: 'a' }),
        patch: TITLE,
      },
    ],
    [
      'target.list path "spec.owner" is no list',
      {
        target: inTemplate({ path: 'spec.owner', key: 'id', value: 'a' }),
        patch: TITLE,
      },
    ],
    ['missing or empty patch', { target: { kind: 'Template' } }],
    ['missing or empty patch', { target: { kind: 'Template' }, patch: {} }],
    ['unknown op "rename"', { target: { kind: 'Template' }, op: 'rename' }],
    [
      'field "input.url" has no ${{ parameters.objnamespace }} placeholder',
      {
        ...hide,
        target: inTemplate(step('ske-configure-resource')),
        field: 'input.url',
      },
    ],
    [
      'op "remove" needs target.list',
      { target: { kind: 'Template' }, op: 'remove' },
    ],
    [
      'op "hideNamespaceManifest" needs target.list',
      { ...hide, target: { kind: 'Template' } },
    ],
    [
      'op "hideNamespaceManifest" needs field',
      { op: hide.op, target: inTemplate(step('ske-configure-resource')) },
    ],
    [
      'defaultNamespace is not the name of a namespace',
      {
        ...hide,
        target: inTemplate(step('ske-configure-resource')),
        defaultNamespace: '${{ secrets.token }}',
      },
    ],
    [
      'target must set exactly one of kind or file, got neither',
      { target: {}, patch: TITLE },
    ],
    [
      'target must set exactly one of kind or file, got both',
      { target: { kind: 'Template', file: 'a.yaml' }, patch: TITLE },
    ],
    ['a recipe must be an object', 'merge'],
  ])('with: %s', (message, recipe, files = promiseFiles()) => {
    expect(patch(files, recipe)).toMatchObject({
      kind: 'refused',
      problems: [{ recipe: 0, message, remedy: expect.any(String) }],
    });
  });

  it('a text that is no YAML, and says where', () => {
    expect(readRecipes('target: {')).toMatchObject({
      kind: 'refused',
      problems: [{ recipe: 0, message: expect.stringContaining('line 1') }],
    });
  });

  it.each([
    'patch: &a { metadata: *a }',
    'patch: { spec: &a [*a] }',
    'op: &a [*a]',
    `patch: { a: &a ${'x'.repeat(9_000)}, b: [${'*a , '.repeat(90)}1] }`,
    `patch: { a: &a x, b: [${'*a , '.repeat(101)}1] }`,
  ])('aliases that stand for too much, or for themselves', recipe => {
    expect(readRecipes(`target: { kind: Component }\n${recipe}`)).toMatchObject(
      {
        kind: 'refused',
        problems: [{ recipe: 0, message: expect.stringContaining('aliases') }],
      },
    );
  });

  it('all recipes where one is wrong, before a document is read', () => {
    const good = { target: { kind: 'Nothing' }, patch: TITLE };
    expect(
      patch({}, good, { target: { kind: 'Template' }, op: 'x' }),
    ).toMatchObject({ problems: [{ recipe: 1, message: 'unknown op "x"' }] });
  });

  it('all recipes where one fails, and leaves the files as they are', () => {
    const files = promiseFiles();
    const result = patch(
      files,
      { target: { kind: 'Component' }, patch: TITLE },
      { target: inTemplate(metadataPage), op: 'remove' },
      { target: { kind: 'API' }, patch: TITLE },
    );
    expect(result).toMatchObject({
      kind: 'refused',
      problems: [{ recipe: 2 }],
    });
    expect(files).toEqual(promiseFiles());
  });
});
