import {
  readEntityCustomization,
  readPortalCustomization,
  readPortals,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { checkConfig } from '../config/controllerConfig';
import { resolvePromise, type ResolveContext } from './resolvePromise';

const { portals } = readPortals([
  {
    name: 'main',
    type: 'backstage',
    config: { mode: 'pull-request', destination: { name: 'theirs' } },
    adapterConfig: { generate: { args: ['--single-spec-page'] } },
  },
]);

const context = (changes: Partial<ResolveContext> = {}): ResolveContext => ({
  portals: { kind: 'known', portals, problems: [], integration: undefined },
  backstage: checkConfig({}).backstage,
  portalCustomizationOf: () => undefined,
  entityCustomizationOf: () => undefined,
  runsContainers: false,
  unreadable: {
    portalCustomizations: undefined,
    entityCustomizations: undefined,
  },
  ...changes,
});

const promiseWith = (labels: Record<string, string>): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: { name: 'redis', labels },
});

it('binds nothing without a label', () => {
  expect(resolvePromise(promiseWith({}), context())).toEqual({
    kind: 'unbound',
  });
  expect(
    resolvePromise(promiseWith({ 'kratix.io/backstage': 'false' }), context()),
  ).toEqual({ kind: 'unbound' });
});

it('binds by the label of the Backstage Controller', () => {
  expect(
    resolvePromise(promiseWith({ 'kratix.io/backstage': 'true' }), context()),
  ).toMatchObject({
    kind: 'bound',
    binding: {
      target: {
        portal: undefined,
        delivery: { type: 'push' },
        destinationSelectors: [{ environment: 'backstage' }],
        destinationPath: 'backstage',
      },
    },
  });
});

it('lets a portal count before that label', () => {
  const labels = {
    'kratix.io/backstage': 'true',
    'kratix.io/portal-backstage': '',
  };
  expect(resolvePromise(promiseWith(labels), context())).toMatchObject({
    kind: 'bound',
    message: 'Bound to portal "main"',
    binding: {
      target: {
        portal: 'main',
        delivery: { type: 'pull-request' },
        destinationSelectors: [{ 'portal.backstage.syntasso.io/main': 'true' }],
        destinationPath: 'main',
      },
      options: { template: { singleSpecPage: true } },
    },
  });
});

it('says why portals are not known, where they cannot be read', () => {
  expect(
    resolvePromise(
      promiseWith({ 'kratix.io/portal-backstage': '' }),
      context({ portals: { kind: 'unknown', message: 'forbidden' } }),
    ),
  ).toEqual({
    kind: 'failed',
    reason: 'PortalIntegrationNotFound',
    message: 'forbidden',
  });
});

it('lets forms begin with the requests repository of the configuration', () => {
  const { backstage } = checkConfig({
    backstage: {
      delivery: { requestsRepoUrl: 'h?owner=o&repo=r', targetBranch: 'live' },
    },
  });
  const deliveryBy = (label: string) => {
    const resolved = resolvePromise(
      promiseWith({ [label]: 'true' }),
      context({ backstage }),
    );
    return resolved.kind === 'bound'
      ? resolved.binding.target.delivery
      : undefined;
  };
  const place = { requestsRepoUrl: 'h?owner=o&repo=r', targetBranch: 'live' };
  expect(deliveryBy('kratix.io/backstage')).toEqual({ type: 'push', ...place });
  expect(deliveryBy('kratix.io/portal-backstage')).toEqual({
    type: 'pull-request',
    ...place,
  });
});

it('says why a customization may be there and not be known', () => {
  const unreadable = {
    portalCustomizations: 'Those of portals cannot be read.',
    entityCustomizations: 'These cannot be read.',
  };
  const messageFor = (labels: Record<string, string>) => {
    const resolved = resolvePromise(
      promiseWith(labels),
      context({ unreadable }),
    );
    return resolved.kind === 'failed' ? resolved.message : undefined;
  };
  expect(messageFor({ 'kratix.io/portal-customization': 'ours' })).toMatch(
    / Those of portals cannot be read\.$/,
  );
  expect(
    messageFor({
      'kratix.io/backstage': 'true',
      'kratix.io/backstage-customization': 'ours',
    }),
  ).toMatch(/ These cannot be read\.$/);
});

it('takes options and Destinations from a BackstageEntityCustomization', () => {
  const labels = {
    'kratix.io/backstage': 'true',
    'kratix.io/backstage-customization': 'ours',
  };
  const customization = readEntityCustomization({
    metadata: { name: 'ours' },
    spec: {
      entityGenerationOptions: { promise: { component: { title: 'T' } } },
      destinationSelectors: [{ matchLabels: { team: 'a' } }],
    },
  });
  expect(
    resolvePromise(
      promiseWith(labels),
      context({ entityCustomizationOf: () => customization }),
    ),
  ).toMatchObject({
    kind: 'bound',
    binding: {
      target: { destinationSelectors: [{ team: 'a' }] },
      options: { promiseComponent: { title: 'T' } },
    },
  });
});

describe('a PortalCustomization', () => {
  const labels = { 'kratix.io/portal-customization': 'ours' };
  const resolveWith = (...containers: object[]) => {
    const customization = readPortalCustomization({
      metadata: { name: 'ours' },
      spec: {
        portalType: 'backstage',
        promise: { configure: { containers } },
      },
    });
    return resolvePromise(
      promiseWith(labels),
      context({ portalCustomizationOf: () => customization }),
    );
  };

  it('gives its recipes to its own lane', () => {
    const recipe =
      'target: {kind: Component}\npatch: {spec: {lifecycle: experimental}}';
    expect(
      resolveWith({
        name: 'patch',
        image: 'ghcr.io/syntasso/portal-patch:v0.7.0',
        args: [recipe],
      }),
    ).toMatchObject({
      kind: 'bound',
      binding: {
        lanes: {
          promise: { kind: 'recipes', recipes: [{ op: 'merge' }] },
          resource: { kind: 'recipes', recipes: [] },
        },
      },
    });
  });

  it('names a container that it cannot run, and what to do', () => {
    expect(
      resolveWith({ name: 'lint', image: 'acme.org/lint:1' }),
    ).toMatchObject({
      binding: {
        lanes: {
          promise: {
            kind: 'refused',
            message: expect.stringMatching(
              /^PortalCustomization "ours", spec\.promise\.configure has the container "lint" of image acme\.org\/lint:1, which the controller cannot run/,
            ),
          },
        },
      },
    });
  });

  it('has its containers run where that is possible', () => {
    const customization = readPortalCustomization({
      metadata: { name: 'ours' },
      spec: {
        portalType: 'backstage',
        promise: {
          configure: {
            containers: [{ name: 'lint', image: 'acme.org/lint:1' }],
            nodeSelector: { disk: 'fast' },
          },
        },
      },
    });
    const resolved = resolvePromise(
      promiseWith(labels),
      context({
        portalCustomizationOf: () => customization,
        runsContainers: true,
      }),
    );
    expect(resolved).toMatchObject({
      binding: {
        lanes: {
          promise: {
            kind: 'job',
            pod: {
              containers: [{ name: 'lint' }],
              scheduling: { nodeSelector: { disk: 'fast' } },
            },
          },
          resource: { kind: 'recipes', recipes: [] },
        },
      },
    });
  });

  it('names a recipe that is wrong', () => {
    expect(
      resolveWith({ name: 'patch', image: 'portal-patch', args: ['op: fly'] }),
    ).toMatchObject({
      binding: {
        lanes: {
          promise: {
            kind: 'refused',
            message: expect.stringContaining('container "patch", recipe 1: '),
          },
        },
      },
    });
  });
});
