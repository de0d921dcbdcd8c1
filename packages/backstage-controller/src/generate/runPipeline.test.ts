import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import { manifestSchema, type Manifest } from '@syntasso/plugin-ske-common';
import { parse, parseAllDocuments } from 'yaml';
import { readWith } from './promiseReader';
import { runPipeline, type PipelineProcess } from './runPipeline';

const PROMISE = `apiVersion: platform.kratix.io/v1alpha1
kind: Promise
metadata:
  name: redis
  annotations:
    ske.backstage.component/name: our-redis
spec:
  api:
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: { name: redis.example.org }
    spec:
      group: example.org
      scope: Namespaced
      names: { kind: Redis, plural: redis, singular: redis }
      versions:
        - name: v1
          storage: true
          served: true
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec:
                  type: object
                  properties:
                    size: { type: string }
                    replicas: { type: integer }
`;
const RESOURCE = `apiVersion: example.org/v1
kind: Redis
metadata:
  name: cache
  namespace: team-a
  labels:
    kratix.io/promise-name: redis
spec:
  size: small
`;

let root: string;
let lines: string[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ske-pipeline-'));
  lines = [];
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const CATALOG = 'output/backstage/catalog-info.yaml';
const SELECTORS = 'metadata/destination-selectors.yaml';

function put(path: string, text: string) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface WrittenEntity {
  kind: string;
  metadata: { name: string; annotations?: Record<string, string> };
  spec: Record<string, unknown> & { parameters?: { title: string }[] };
}
const entities = (): WrittenEntity[] =>
  parseAllDocuments(read(CATALOG)).map(document => document.toJS());

/** Runs a stage that reads no Promise, unless told how. */
function run(
  env: Record<string, string>,
  args: string[] = ['--mode=generate'],
  readPromise: PipelineProcess['readPromise'] = async () => undefined,
) {
  return runPipeline({
    args: [...args, `--root=${root}`],
    env,
    say: line => lines.push(line),
    readPromise,
  });
}

const promiseStage = { KRATIX_WORKFLOW_TYPE: 'promise' };
const resourceStage = { KRATIX_WORKFLOW_TYPE: 'resource' };

it('leaves to the controller what is for it', async () => {
  expect(await run({}, ['--config', 'a.yaml'])).toBeUndefined();
  expect(lines).toEqual([]);
});

describe('generate, for a Promise', () => {
  beforeEach(() => put('input/object.yaml', PROMISE));

  it('writes its Component and its Template, and where they go', async () => {
    expect(await run(promiseStage)).toBe(0);
    expect(
      entities().map(({ kind, metadata }) => `${kind} ${metadata.name}`),
    ).toEqual(['Component our-redis', 'Template redis-promise-template']);
    expect(parse(read(SELECTORS))).toEqual([
      { directory: 'backstage', matchLabels: { environment: 'backstage' } },
    ]);
    expect(lines).toEqual([]);
  });

  it('writes the same bytes again, and nothing beside them', async () => {
    await run(promiseStage);
    const before = [read(CATALOG), read(SELECTORS)];
    await run(promiseStage);
    expect([read(CATALOG), read(SELECTORS)]).toEqual(before);
    expect(readdirSync(join(root, 'output'), { recursive: true })).toEqual([
      'backstage',
      join('backstage', 'catalog-info.yaml'),
    ]);
  });

  it('is asked for by PORTAL_ADAPTER_ACTION, too', async () => {
    const env = { ...promiseStage, PORTAL_ADAPTER_ACTION: 'generate' };
    expect(await run(env, [])).toBe(0);
    expect(entities()).toHaveLength(2);
  });

  it('reads the environment; what annotations say counts more', async () => {
    const env = {
      ...promiseStage,
      COMPONENT_NAME: 'other',
      COMPONENT_OWNER: 'team-data',
      TEMPLATE_NAMESPACE: 'data',
    };
    expect(await run(env)).toBe(0);
    const [component, template] = entities();
    expect(component).toMatchObject({
      metadata: { name: 'our-redis' },
      spec: { owner: 'team-data' },
    });
    expect(JSON.stringify(template)).toContain('"default":"data"');
  });

  it.each<[string[], Record<string, string>, number]>([
    [['--mode=generate'], {}, 3],
    [['--mode=generate', '--single-spec-page'], {}, 2],
    [['--mode=generate'], { TEMPLATE_SINGLE_SPEC_PAGE: 'true' }, 2],
  ])('has a page for each setting, or one: %j %j', async (args, env, pages) => {
    expect(await run({ ...promiseStage, ...env }, args)).toBe(0);
    expect(entities()[1].spec.parameters).toHaveLength(pages);
  });

  it('delivers by pull request where it is told to', async () => {
    expect(
      await run(promiseStage, [
        '--mode=generate',
        '--delivery=pull-request',
        '--target-branch=live',
      ]),
    ).toBe(0);
    expect(JSON.stringify(entities()[1].spec.steps)).toContain('live');
  });

  it('notes an option that does not count, and goes on', async () => {
    const env = { ...promiseStage, TEMPLATE_HIDE_NAMESPACE: 'perhaps' };
    expect(await run(env)).toBe(0);
    expect(lines).toEqual([
      'Note: TEMPLATE_HIDE_NAMESPACE does not count. It is neither true nor false. Write true or false.',
    ]);
    expect(entities()).toHaveLength(2);
  });

  it('writes nothing when it is deleted', async () => {
    const env = { ...promiseStage, KRATIX_WORKFLOW_ACTION: 'delete' };
    expect(await run(env)).toBe(0);
    expect(readdirSync(root)).toEqual(['input']);
  });

  it.each([
    ['nothing', undefined],
    ['an empty file', ''],
    ['comments', '# where it goes\n'],
    ['an empty list', '[]\n'],
    ['null', 'null\n'],
  ])('adds its selector to %s', async (_what, text) => {
    if (text !== undefined) put(SELECTORS, text);
    expect(await run(promiseStage)).toBe(0);
    expect(parse(read(SELECTORS))).toEqual([
      { directory: 'backstage', matchLabels: { environment: 'backstage' } },
    ]);
    // What is only a comment stays.
    expect(read(SELECTORS)).toContain(text?.startsWith('#') ? text : '');
  });

  it('keeps selectors of others, with their comments', async () => {
    put(SELECTORS, '# clusters\n- matchLabels: { env: dev } # all of them\n');
    expect(await run(promiseStage)).toBe(0);
    const text = read(SELECTORS);
    expect(parse(text)).toEqual([
      { matchLabels: { env: 'dev' } },
      { directory: 'backstage', matchLabels: { environment: 'backstage' } },
    ]);
    expect(text).toContain('# clusters');
    expect(text).toContain('# all of them');
  });

  it('leaves a file as it is that has a selector for its folder', async () => {
    const text = `-  directory:   backstage\n   matchLabels: {portal: mine}\n`;
    put(SELECTORS, text);
    expect(await run(promiseStage)).toBe(0);
    expect(read(SELECTORS)).toBe(text);
  });

  it.each([
    ['- a: [', 'is no YAML'],
    ['matchLabels: {}', 'is no list of selectors'],
    ['- text', 'is no list of selectors'],
    ['[]\n---\n[]', 'has 2 YAML documents'],
  ])('writes nothing beside selectors such as %j', async (text, words) => {
    put(SELECTORS, text);
    expect(await run(promiseStage)).toBe(1);
    expect(lines).toEqual([expect.stringContaining(words)]);
    expect(lines[0]).toContain(join(root, SELECTORS));
    expect(lines[0]).not.toContain('\n');
    expect(existsSync(join(root, 'output'))).toBe(false);
    expect(read(SELECTORS)).toBe(text);
  });
});

describe('generate, for a Resource', () => {
  beforeEach(() => put('input/object.yaml', RESOURCE));

  it('works without its Promise', async () => {
    expect(await run(resourceStage)).toBe(0);
    expect(entities()).toMatchObject([
      {
        kind: 'Component',
        metadata: {
          name: 'cache-redis',
          annotations: {
            'kratix.io/promise-name': 'redis',
            'kratix.io/backstage-promise-template': 'redis-promise-template',
          },
        },
        spec: { dependsOn: ['component:default/redis-promise'] },
      },
    ]);
  });

  it('names the entities of its Promise as they are, where that may be read', async () => {
    const promise = manifestSchema.parse(parse(PROMISE));
    const readPromise = async (name: string) =>
      name === 'redis' ? promise : undefined;
    expect(await run(resourceStage, ['--mode=generate'], readPromise)).toBe(0);
    expect(entities()[0].spec.dependsOn).toEqual([
      'component:default/our-redis',
    ]);
  });

  it('takes the name of the Promise from its environment first', async () => {
    const env = { ...resourceStage, KRATIX_PROMISE_NAME: 'redis-next' };
    expect(await run(env)).toBe(0);
    expect(entities()[0].metadata.annotations).toMatchObject({
      'kratix.io/promise-name': 'redis-next',
    });
  });

  it('reads COMPONENT_ variables for its own Component', async () => {
    expect(await run({ ...resourceStage, COMPONENT_SYSTEM: 'shop' })).toBe(0);
    expect(entities()[0].spec.system).toBe('shop');
  });

  it('writes nothing when it is opted out', async () => {
    put(
      'input/object.yaml',
      RESOURCE.replace('labels:', 'labels:\n    kratix.io/backstage: "false"'),
    );
    expect(await run(resourceStage)).toBe(0);
    expect(readdirSync(root)).toEqual(['input']);
  });

  it('goes on without the right to read Promises, and notes it', async () => {
    const get = async (): Promise<Manifest> => {
      throw new NotAllowedError('Could not read promises redis: forbidden.');
    };
    const readPromise = readWith(get, line => lines.push(line));
    expect(await run(resourceStage, ['--mode=generate'], readPromise)).toBe(0);
    expect(lines).toEqual([
      'Note: Promise redis is not read, so the names of its entities are taken to be the default ones. Could not read promises redis: forbidden.',
    ]);
  });

  it('fails where the platform does not answer: the next try writes the same as this one would', async () => {
    const readPromise = readWith(
      async () => {
        throw new ServiceUnavailableError('The platform does not answer.');
      },
      line => lines.push(line),
    );
    expect(await run(resourceStage, ['--mode=generate'], readPromise)).toBe(2);
    expect(lines).toEqual(['The platform does not answer.']);
    expect(existsSync(join(root, 'output'))).toBe(false);
  });
});

describe('what is wrong is told in a sentence', () => {
  it.each<[string, Record<string, string>, string | undefined, string]>([
    ['no file', promiseStage, undefined, 'object.yaml is not there'],
    ['no YAML', promiseStage, 'a: [', 'object.yaml is no YAML: '],
    ['two documents', promiseStage, 'a: 1\n---\nb: 1', 'has 2 YAML documents'],
    ['nothing in it', promiseStage, '', 'has no YAML documents'],
    ['no kind', promiseStage, 'apiVersion: v1', 'kind in '],
    [
      'no name',
      resourceStage,
      'apiVersion: v1\nkind: A\nmetadata: {}',
      'metadata.name in ',
    ],
    ['no workflow type', {}, PROMISE, 'KRATIX_WORKFLOW_TYPE is not set'],
    [
      'another type',
      { KRATIX_WORKFLOW_TYPE: 'x' },
      PROMISE,
      'KRATIX_WORKFLOW_TYPE is "x"',
    ],
    ['a Resource in a Promise stage', promiseStage, RESOURCE, 'is Redis'],
    [
      'no Promise name',
      resourceStage,
      RESOURCE.replace('kratix.io/promise-name', 'a'),
      'has no kratix.io/promise-name',
    ],
    [
      'no API',
      promiseStage,
      'apiVersion: platform.kratix.io/v1alpha1\nkind: Promise\nmetadata: {name: a}\nspec: {}',
      'spec.api of Promise a in ',
    ],
  ])('%s', async (_what, env, object, words) => {
    if (object !== undefined) put('input/object.yaml', object);
    expect(await run(env)).toBe(1);
    expect(lines).toEqual([expect.stringContaining(words)]);
    expect(lines[0]).not.toContain('\n');
    expect(existsSync(join(root, 'output'))).toBe(false);
  });

  it.each([
    [['--mode=generated'], '--mode (or PORTAL_ADAPTER_ACTION) is "generated"'],
    [['--mode=generate', '--single-page'], 'The argument "--single-page"'],
    [['--mode=generate', '--delivery=mail'], '--delivery is "mail"'],
  ])('arguments %j', async (args, words) => {
    put('input/object.yaml', PROMISE);
    expect(await run(promiseStage, args)).toBe(1);
    expect(lines).toEqual([expect.stringContaining(words)]);
  });
});

describe('patch', () => {
  const patch = (...recipes: string[]) => run({}, ['--mode=patch', ...recipes]);
  const FILE = `# of the generator
kind: Component
metadata: { name: a }
spec: { owner: x }
---
kind: Template
metadata: { name: t }
spec:
  steps: [{ id: one }, { id: two }]
`;
  const owner = 'target: {kind: Component}\npatch: {spec: {owner: team-a}}';
  const ghost = 'target: {kind: API}\npatch: {a: 1}';

  it('applies recipes in place, in their order', async () => {
    put(CATALOG, FILE);
    expect(
      await patch(
        owner,
        `---\ntarget: {kind: Template, list: {path: spec.steps, key: id, value: one}}\nop: remove`,
      ),
    ).toBe(0);
    expect(entities()).toMatchObject([
      { spec: { owner: 'team-a' } },
      { spec: { steps: [{ id: 'two' }] } },
    ]);
    expect(lines).toEqual([]);
  });

  it('hides the namespace in two containers, each for a step of its own', async () => {
    put(
      CATALOG,
      `kind: Template
spec:
  steps:
    - id: one
      input: { manifest: "namespace: \${{ parameters.objnamespace | dump }}" }
    - id: two
      input: { manifest: "namespace: \${{ parameters.objnamespace | dump }}" }
`,
    );
    const hide = (step: string) =>
      `target: {kind: Template, list: {path: spec.steps, key: id, value: ${step}}}\nop: hideNamespaceManifest\nfield: input.manifest\ndefaultNamespace: shop`;
    expect(await patch(hide('one'))).toBe(0);
    expect(await patch(hide('two'))).toBe(0);
    expect(lines).toEqual([]);
    expect(entities()).toMatchObject([
      {
        spec: {
          steps: [
            { input: { manifest: 'namespace: "shop"' } },
            { input: { manifest: 'namespace: "shop"' } },
          ],
        },
      },
    ]);
  });

  it('is what an image portal-patch is asked by PORTAL_ADAPTER_ACTION', async () => {
    put(CATALOG, FILE);
    expect(await run({ PORTAL_ADAPTER_ACTION: 'patch' }, [owner])).toBe(0);
    expect(entities()[0].spec.owner).toBe('team-a');
  });

  it('finds the file beside the folder, too', async () => {
    put('output/catalog-info.yaml', FILE);
    expect(await patch(owner)).toBe(0);
    expect(read('output/catalog-info.yaml')).toContain('owner: team-a');
  });

  it('changes the files that recipes name, whichever way they do', async () => {
    put(CATALOG, FILE);
    put('output/backstage/api.yaml', 'kind: API\nspec: {}\n');
    put('output/other.yaml', 'kind: Other\n');
    expect(
      await patch(
        'target: {file: api.yaml}\npatch: {spec: {a: 1}}',
        'target: {file: backstage/api.yaml}\npatch: {spec: {b: 2}}',
        'target: {file: other.yaml}\npatch: {c: 3}',
      ),
    ).toBe(0);
    expect(parse(read('output/backstage/api.yaml'))).toEqual({
      kind: 'API',
      spec: { a: 1, b: 2 },
    });
    expect(parse(read('output/other.yaml'))).toEqual({ kind: 'Other', c: 3 });
    expect(read(CATALOG)).toBe(FILE);
  });

  it('leaves the bytes of a file that nothing changes in', async () => {
    put(CATALOG, FILE);
    expect(
      await patch('target: {kind: Component}\npatch: {spec: {owner: x}}'),
    ).toBe(0);
    expect(read(CATALOG)).toBe(FILE);
  });

  it.each([
    [
      'target: {kind: API}\npatch: {a: 1}',
      'target.kind=API matches no document',
    ],
    [
      'target: {file: b.yaml}\npatch: {a: 1}',
      'target.file=b.yaml matches no document',
    ],
    [
      'target: {file: backstage/b.yaml}\npatch: {a: 1}',
      'target.file=backstage/b.yaml matches no document',
    ],
    [
      'target: {file: catalog-info.yaml}\npatch: {a: 1}',
      'target.file=catalog-info.yaml is ambiguous: matches 2 documents',
    ],
    [
      'target: {kind: Template, list: {path: spec.steps, key: id, value: z}}\nop: remove',
      'list selector key=id value=z matches no item',
    ],
    [
      'target: {kind: Template, list: {path: spec.pages, key: id, value: z}}\nop: remove',
      'target.list path "spec.pages": "pages" not found',
    ],
    ['target: {kind: Component}', 'missing or empty patch'],
    ['target: {kind: Component}\nop: replace', 'unknown op "replace"'],
    [
      'target: {kind: Template, list: {path: spec.steps, key: id, value: one}}\nop: hideNamespaceManifest\nfield: input.manifest',
      'field "input.manifest" has no ',
    ],
    [
      'target: {file: ../input/object.yaml}\npatch: {a: 1}',
      'target.file=../input/object.yaml is not below',
    ],
  ])(
    'changes nothing where one recipe cannot be applied: %j',
    async (recipe, words) => {
      put(CATALOG, FILE);
      expect(await patch(owner, recipe)).toBe(1);
      expect(lines).toEqual([expect.stringContaining(`Recipe 2: ${words}`)]);
      expect(read(CATALOG)).toBe(FILE);
    },
  );

  it('checks all recipes before it reads a file', async () => {
    put(CATALOG, 'a: [');
    expect(await patch('target: {kind: A}\nop: x', 'target: {}')).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(/^Recipe 1: unknown op "x"[^]*\nRecipe 2: target /),
    ]);
  });

  it('refuses to do nothing', async () => {
    put(CATALOG, FILE);
    expect(await patch()).toBe(1);
    expect(lines).toEqual([expect.stringContaining('There is no recipe.')]);
  });

  it('names a file whose aliases stand for themselves', async () => {
    put(CATALOG, 'kind: Component\nspec: &a { inside: *a }\n');
    const recipe = 'target: { kind: Component }\npatch: { spec: { a: b } }';
    expect(await run({}, ['--mode=patch', recipe])).toBe(1);
    expect(lines).toEqual([
      `${join(
        root,
        CATALOG,
      )} has aliases that stand for nothing, for too much or for themselves. Write out what they repeat.`,
    ]);
  });

  it('names a file that it cannot read', async () => {
    put(CATALOG, '- a\n');
    expect(await patch(ghost)).toBe(1);
    expect(lines).toEqual([
      expect.stringContaining('has a YAML document that is no mapping'),
    ]);
  });
});
