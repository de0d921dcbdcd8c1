import { redisPromise } from '../entities/__testUtils__/redis';
import { promiseApiOf } from '../offerings/promiseApi';
import {
  acceptanceOf,
  deliveryOfPortal,
  findNamedCustomization,
  isBoundByBackstageLabel,
  isBoundToPortal,
  isOptedOutOfBackstage,
  isOptedOutOfPortal,
  isPortalPatch,
  namedPortalOf,
  optionsOfPortal,
  patchDocuments,
  portalCustomizationNamesOf,
  promiseOutputPath,
  readPortalCustomization,
  readPortals,
  recipesOfContainer,
  resolveBinding,
  resourceOutputPath,
  withDestinationSelector,
  type Portal,
} from '.';

const named = { destination: { name: 'backstage' } };
const owned = (stateStore: unknown) => ({
  destination: { spec: { path: 'catalog' } },
  stateStore,
});
const portal = (name: string, config: unknown = named): unknown => ({
  name,
  type: 'backstage',
  config,
});

describe('portals', () => {
  it('have defaults', () => {
    expect(readPortals([portal('main')])).toEqual({
      portals: [
        {
          name: 'main',
          type: 'backstage',
          mode: 'push',
          destination: { kind: 'named', name: 'backstage' },
          adapter: {
            image: undefined,
            imagePullSecrets: [],
            singleSpecPage: false,
          },
        },
      ],
      problems: [],
    });
  });

  it('have Destinations and state stores of their own', () => {
    const spec = { url: 'https://git.example.org/catalog', branch: 'main' };
    const { portals } = readPortals([
      {
        name: 'main',
        type: 'backstage',
        config: {
          mode: 'pull-request',
          ...owned({ kind: 'GitStateStore', spec }),
        },
        adapterConfig: {
          image: 'registry.example.org/adapter:1',
          imagePullSecrets: [{ name: 'a' }, 'b'],
          generate: { args: ['--single-spec-page'] },
        },
      },
      portal('other', owned({ kind: 'BucketStateStore', name: 'minio' })),
    ]);
    const [main, other] = portals;
    expect(main).toMatchObject({
      mode: 'pull-request',
      destination: {
        kind: 'owned',
        name: 'portal-backstage-main',
        path: 'catalog',
        stateStore: {
          kind: 'owned',
          storeKind: 'GitStateStore',
          name: 'portal-backstage-main',
          spec,
        },
      },
      adapter: { imagePullSecrets: ['a', 'b'], singleSpecPage: true },
    });
    expect(other.destination).toMatchObject({
      stateStore: {
        kind: 'named',
        storeKind: 'BucketStateStore',
        name: 'minio',
      },
    });
    expect(deliveryOfPortal(main)).toMatchObject({ type: 'pull-request' });
    expect(optionsOfPortal(main)).toEqual({
      template: { singleSpecPage: true },
    });
    expect(optionsOfPortal(other)).toEqual({});
  });

  it.each<[string, unknown]>([
    [
      'config.destination must set exactly one of name or spec, got both',
      portal('main', { destination: { name: 'a', spec: { path: 'b' } } }),
    ],
    [
      'config.destination must set exactly one of name or spec, got neither',
      portal('main', { destination: {} }),
    ],
    [
      'config.destination must set exactly one of name or spec, got neither',
      { name: 'main', type: 'backstage' },
    ],
    [
      'config.destination.spec.path is required',
      portal('main', { destination: { spec: {} } }),
    ],
    [
      'config.destination.spec requires a config.stateStore',
      portal('main', owned(undefined)),
    ],
    [
      'config.stateStore.kind is required and must be "GitStateStore" or "BucketStateStore"',
      portal('main', owned({ name: 'a' })),
    ],
    [
      'config.stateStore.kind is required and must be "GitStateStore" or "BucketStateStore"',
      portal('main', owned({ kind: 'Disk', name: 'a' })),
    ],
    [
      'config.stateStore must set exactly one of name or spec',
      portal('main', owned({ kind: 'GitStateStore' })),
    ],
    [
      'config.stateStore must set exactly one of name or spec',
      portal('main', owned({ kind: 'GitStateStore', name: 'a', spec: {} })),
    ],
    [
      'portal "main" has invalid config.mode "pull": must be "push" or "pull-request"',
      portal('main', { ...named, mode: 'pull' }),
    ],
    [
      'portal "main" has type "cortex", which this controller does not serve: only backstage',
      { name: 'main', type: 'cortex', config: named },
    ],
  ])('are refused: %s', (message, value) => {
    expect(readPortals([value])).toEqual({
      portals: [],
      problems: [{ portal: 'main', message }],
    });
  });

  it('are refused one by one, also for names', () => {
    const long = 'a'.repeat(47);
    const { portals, problems } = readPortals([
      portal('main'),
      portal('main'),
      portal(long),
      portal('Main'),
      'main',
    ]);
    expect(portals.map(({ name }) => name)).toEqual(['main']);
    expect(problems.map(one => one.portal)).toEqual(['main', long, 'Main', '']);
    expect(problems[0].message).toBe(
      'portal name "main" is used more than once for type "backstage"',
    );
  });

  it.each([
    [undefined, []],
    [null, []],
    ['main', ['portals must be a list']],
  ])('are none of %j', (value, messages) => {
    const { portals, problems } = readPortals(value);
    expect(portals).toEqual([]);
    expect(problems.map(({ message }) => message)).toEqual(messages);
  });
});

describe('a PortalCustomization', () => {
  const patch =
    'target: { kind: Component }\npatch: { spec: { system: shop } }';
  const object = {
    metadata: { name: 'shop' },
    spec: {
      portalType: 'backstage',
      promise: {
        configure: {
          containers: [
            { name: 'own', image: 'registry.example.org/own:1' },
            {
              name: 'patch',
              image: 'ghcr.io/syntasso/portal-patch:v0.7.0',
              args: [patch, `${patch}\n---\n${patch}`],
            },
          ],
          nodeSelector: { disk: 'fast' },
        },
      },
    },
  };

  it('has a lane of containers for each workflow, and recipes in them', () => {
    const { promise, resource, ...others } = readPortalCustomization(object);
    expect(others).toEqual({
      name: 'shop',
      portalType: 'backstage',
      problems: [],
    });
    expect(resource).toBeUndefined();
    expect(promise?.spec).toMatchObject({ nodeSelector: { disk: 'fast' } });
    expect(promise?.containers.map(isPortalPatch)).toEqual([false, true]);
    const read = recipesOfContainer(promise!.containers[1]);
    expect(read).toMatchObject({ kind: 'recipes', recipes: [{}, {}, {}] });
  });

  it('runs without a Job where all containers only apply recipes', () => {
    const { promise } = readPortalCustomization(object);
    const documents = [{ kind: 'Component' }];
    expect(patchDocuments(promise, documents)).toEqual({
      kind: 'needsJob',
      container: 'own',
    });
    const [, patching] = promise!.containers;
    const lane = { spec: {}, containers: [patching, patching] };
    expect(patchDocuments(lane, documents)).toEqual({
      kind: 'patched',
      documents: [{ kind: 'Component', spec: { system: 'shop' } }],
    });
    expect(patchDocuments(undefined, documents)).toEqual({
      kind: 'patched',
      documents,
    });
    expect(patchDocuments(lane, [{ kind: 'API' }])).toMatchObject({
      kind: 'refused',
      container: 'patch',
      problems: [{ message: 'target.kind=Component matches no document' }],
    });
    expect(documents).toEqual([{ kind: 'Component' }]);
  });

  it('names the recipe that is wrong, over all arguments', () => {
    expect(
      recipesOfContainer({
        name: 'patch',
        image: 'portal-patch',
        args: [patch, 'target: { kind: Component }'],
      }),
    ).toMatchObject({
      kind: 'refused',
      problems: [{ recipe: 1, message: 'missing or empty patch' }],
    });
  });

  it.each([
    ['portal-patch', true],
    ['ghcr.io/syntasso/portal-patch:v0.7.0', true],
    ['localhost:5000/mirror/portal-patch@sha256:0123', true],
    ['ghcr.io/syntasso/portal-patch-extra:v1', false],
    ['portal-patch/other', false],
  ])('knows the image %s: %s', (image, expected) => {
    expect(isPortalPatch({ name: 'a', image })).toBe(expected);
  });

  it('is accepted with a portal type', () => {
    expect(acceptanceOf(readPortalCustomization(object))).toMatchObject({
      status: 'True',
      reason: 'Validated',
    });
    expect(acceptanceOf(readPortalCustomization({ spec: {} }))).toMatchObject({
      status: 'False',
      reason: 'PortalTypeMissing',
    });
  });

  it('names what cannot be read', () => {
    const { promise, problems } = readPortalCustomization({
      spec: { promise: { configure: { containers: [{ image: 'a' }] } } },
    });
    expect(promise).toBeUndefined();
    expect(problems).toMatchObject([
      { field: 'spec.promise.configure.containers.0.name' },
    ]);
  });
});

describe('a binding', () => {
  const PORTAL = 'kratix.io/portal-backstage';
  const CUSTOM = 'kratix.io/portal-customization';
  const portals = (...names: string[]): Portal[] =>
    readPortals(names.map(name => portal(name))).portals;
  const customizations: Record<string, unknown> = {
    shop: { metadata: { name: 'shop' }, spec: { portalType: 'backstage' } },
    cortex: { metadata: { name: 'cortex' }, spec: { portalType: 'cortex' } },
    untyped: { metadata: { name: 'untyped' }, spec: {} },
  };
  const resolve = (
    labels: Record<string, string> | undefined,
    given: Portal[] | undefined,
  ) =>
    resolveBinding(
      { labels },
      {
        portals: given,
        customizationOf: name =>
          Object.hasOwn(customizations, name)
            ? readPortalCustomization(customizations[name])
            : undefined,
      },
    );

  it.each<Record<string, string> | undefined>([
    undefined,
    {},
    { 'kratix.io/portal-backstaged': 'x' },
  ])('is none for labels %j', labels => {
    expect(resolve(labels, portals('a'))).toEqual({ kind: 'unbound' });
  });

  it.each<[Record<string, string>, string[], string, string | undefined]>([
    [{ [PORTAL]: '' }, ['a'], 'a', undefined],
    // Only whether it is there counts.
    [{ [PORTAL]: 'false' }, ['a'], 'a', undefined],
    [{ [`${PORTAL}.b`]: 'x' }, ['a', 'b'], 'b', undefined],
    [{ [CUSTOM]: 'shop' }, ['a'], 'a', 'shop'],
    [{ [`${CUSTOM}.b`]: 'shop' }, ['a', 'b'], 'b', 'shop'],
    [{ [PORTAL]: '', [`${CUSTOM}.b`]: 'shop' }, ['a', 'b'], 'b', 'shop'],
    [{ [`${PORTAL}.b`]: '', [CUSTOM]: 'shop' }, ['a', 'b'], 'b', 'shop'],
  ])('of %j among %j', (labels, names, name, customization) => {
    const binding = resolve(labels, portals(...names));
    expect(binding).toMatchObject({
      kind: 'bound',
      reason: 'BindingResolved',
      portal: { name },
    });
    expect(
      binding.kind === 'bound' ? binding.customization?.name : 'not bound',
    ).toBe(customization);
  });

  it.each<[string, Record<string, string>, string[] | undefined]>([
    ['PortalIntegrationNotFound', { [PORTAL]: '' }, undefined],
    ['PortalConnectionNotFound', { [PORTAL]: '' }, []],
    ['PortalConnectionNotFound', { [`${PORTAL}.c`]: '' }, ['a', 'b']],
    ['PortalConnectionNotFound', { [CUSTOM]: 'cortex' }, ['a']],
    ['AmbiguousPortalInstance', { [PORTAL]: '' }, ['a', 'b']],
    [
      'AmbiguousPortalInstance',
      { [`${PORTAL}.a`]: '', [`${PORTAL}.b`]: '' },
      ['a', 'b'],
    ],
    ['CustomizationNotFound', { [CUSTOM]: 'nothing' }, ['a']],
    ['CustomizationNotFound', { [CUSTOM]: 'untyped' }, ['a']],
    [
      'AmbiguousCustomization',
      { [CUSTOM]: 'shop', [`${CUSTOM}.a`]: 'shop' },
      ['a'],
    ],
  ])('fails with %s for %j among %j', (reason, labels, names) => {
    expect(resolve(labels, names && portals(...names))).toMatchObject({
      kind: 'failed',
      reason,
      message: expect.stringMatching(/\.$/),
    });
  });

  it('has a customization without a portal, where only that is asked for', () => {
    const find = (labels: Record<string, string>) =>
      findNamedCustomization({ labels }, name =>
        Object.hasOwn(customizations, name)
          ? readPortalCustomization(customizations[name])
          : undefined,
      );
    expect(find({ [PORTAL]: '' })).toEqual({ kind: 'none' });
    expect(find({ [`${CUSTOM}.a`]: 'shop' })).toMatchObject({
      kind: 'found',
      customization: { name: 'shop' },
    });
    expect(find({ [CUSTOM]: 'cortex' })).toMatchObject({
      kind: 'failed',
      reason: 'PortalConnectionNotFound',
    });
    expect(
      portalCustomizationNamesOf({
        labels: { [CUSTOM]: 'a', [`${CUSTOM}.x`]: 'b', [PORTAL]: 'c' },
      }),
    ).toEqual(['a', 'b']);
  });

  it('is there or not whatever becomes of it', () => {
    expect(isBoundToPortal({ labels: { [`${CUSTOM}.x`]: 'y' } })).toBe(true);
    expect(isBoundToPortal({ labels: { [`${PORTAL}.`]: 'y' } })).toBe(false);
    expect(isBoundToPortal({})).toBe(false);
  });

  it.each<[Record<string, string>, Record<string, string>, boolean]>([
    [{ [PORTAL]: 'false' }, { [PORTAL]: '' }, true],
    [{ [PORTAL]: 'true' }, { [PORTAL]: '' }, false],
    [{}, { [PORTAL]: '' }, false],
    [{ [`${PORTAL}.a`]: 'false' }, { [`${PORTAL}.a`]: '' }, true],
    [{ [`${PORTAL}.b`]: 'false' }, { [`${PORTAL}.a`]: '' }, false],
    [{ [CUSTOM]: 'false' }, { [CUSTOM]: 'shop' }, true],
    [{ [`${PORTAL}.a`]: 'false' }, { [`${CUSTOM}.a`]: 'shop' }, true],
    [{ [PORTAL]: 'false' }, {}, false],
  ])('a Resource with %j leaves, of a Promise with %j: %s', (own, its, out) => {
    expect(isOptedOutOfPortal({ labels: own }, { labels: its })).toBe(out);
  });

  it.each([
    ['true', true, false],
    ['false', false, true],
    ['yes', false, false],
  ])('by kratix.io/backstage: %s', (value, isIn, isOut) => {
    const metadata = { labels: { 'kratix.io/backstage': value } };
    expect(isBoundByBackstageLabel(metadata)).toBe(isIn);
    expect(isOptedOutOfBackstage(metadata)).toBe(isOut);
  });

  it.each<[string[], string | undefined]>([
    [['portal-backstage.main'], 'main'],
    [['portal-backstage'], undefined],
    [['portal-backstage.main', 'portal-customization.main'], 'main'],
    [['portal-backstage.main', 'portal-backstage.other'], undefined],
  ])('name a portal, or none: %j', (keys, portalName) => {
    const labels = Object.fromEntries(
      keys.map(key => [`kratix.io/${key}`, 'true']),
    );
    expect(namedPortalOf({ labels })).toBe(portalName);
  });
});

describe('files', () => {
  it('are where Kratix puts those of the Work', () => {
    const place = {
      storePath: '/store/',
      destinationPath: './catalog//',
      pipeline: 'portal-backstage-gen',
    };
    expect(promiseOutputPath(place, 'redis')).toBe(
      'store/catalog/dependencies/redis/portal-backstage-gen/5058f/catalog-info.yaml',
    );
    expect(
      resourceOutputPath(
        { ...place, groupId: 'abcdefgh' },
        {
          promise: 'redis',
          namespace: 'kratix-platform-system',
          name: 'cache',
        },
      ),
    ).toBe(
      'store/catalog/resources/kratix-platform-system/redis/cache/portal-backstage-gen/abcde/catalog-info.yaml',
    );
    expect(promiseOutputPath({ pipeline: 'p' }, 'redis')).toBe(
      'dependencies/redis/p/5058f/catalog-info.yaml',
    );
  });

  it('have a selector beside those of other stages', () => {
    const own = {
      directory: 'backstage',
      matchLabels: { environment: 'backstage' },
    };
    const other = { directory: 'cluster', matchLabels: { a: 'b' } };
    expect(withDestinationSelector(undefined)).toEqual([own]);
    expect(withDestinationSelector([other])).toEqual([other, own]);
    expect(withDestinationSelector([own, other])).toEqual([own, other]);
    const chosen = { directory: 'backstage', matchLabels: { portal: 'a' } };
    expect(withDestinationSelector([chosen])).toEqual([chosen]);
  });
});

it('reads the storage version of an API, as Kratix does, whether it is served or not', () => {
  const promise = redisPromise();
  const version = (name: string, storage: boolean, served: boolean) => ({
    ...{ name, storage, served },
    schema: { openAPIV3Schema: {} },
  });
  const spec = {
    api: {
      spec: {
        group: 'example.org',
        names: { kind: 'Redis', plural: 'redis' },
        versions: [version('v2', false, true), version('v1', true, false)],
      },
    },
  };
  expect(promiseApiOf({ ...promise, spec })?.version).toBe('v1');
});
