import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import { kratix, manifestSchema } from '@syntasso/plugin-ske-common';
import { promiseOf } from '../../__testUtils__/promiseOf';
import { newCatalogEntities } from '../names/InMemoryNameTable';

const LABEL = 'kratix.io/portal-customization';

/** A lane of one container that applies these recipes. */
const patching = (...args: string[]): JsonObject => ({
  configure: {
    containers: [
      { name: 'patch', image: 'registry/portal-patch:v0.7.0', args },
    ],
  },
});

const recipe = (target: string, patch: string) =>
  `target: ${target}\npatch: ${patch}`;

const ofComponent = (patch: string) =>
  patching(recipe('{ kind: Component }', patch));

/** The entities of a Promise, of its Template and of a Resource, and what is reported. */
async function made(
  spec: JsonObject | undefined,
  given: {
    labels?: Record<string, string>;
    audience?: string;
    templates?: boolean;
  } = {},
) {
  const catalog = newCatalogEntities();
  catalog.rules = { ...catalog.rules, templates: given.templates ?? true };
  if (spec) {
    catalog.customizations.portal.put({
      apiVersion: 'platform.syntasso.io/v1alpha1',
      kind: 'PortalCustomization',
      metadata: { name: 'data' },
      spec: { portalType: 'backstage', ...spec },
    });
  }
  const offering = kratix.offeringOf(
    promiseOf('Redis', {
      group: 'example.org',
      metadata: {
        labels: given.labels ?? { [LABEL]: 'data' },
        annotations: given.audience
          ? { 'kratix.io/backstage-audience': given.audience }
          : {},
      },
      properties: { spec: { type: 'object', properties: {} } },
    }),
  );
  catalog.objects.putOffering(offering);
  catalog.objects.putResource(
    offering,
    manifestSchema.parse({
      apiVersion: 'example.org/v1',
      kind: 'Redis',
      metadata: { name: 'one', namespace: 'default', uid: 'one' },
    }),
  );
  const generated = await catalog.generateChanged();
  const all = generated.flatMap(({ entities }) => entities);
  const named = (name: string): Entity | undefined =>
    all.find(({ metadata }) => metadata.name === name);
  return {
    all,
    component: named('redis-promise'),
    template: named('redis-promise-template'),
    resource: named('one-redis'),
    problems: generated.flatMap(({ key }) => catalog.reports.problemsOf(key)),
  };
}

describe('a PortalCustomization', () => {
  it('changes the entities of a Promise that names it, and of its Resources', async () => {
    const { component, template, resource, problems } = await made({
      promise: patching(
        recipe('{ kind: Component }', '{ spec: { system: shop } }'),
        recipe('{ kind: Template }', '{ metadata: { title: Ask } }'),
      ),
      resource: ofComponent('{ spec: { lifecycle: experimental } }'),
    });
    expect(component?.spec).toMatchObject({ system: 'shop' });
    expect(component?.metadata.annotations).toHaveProperty([
      'kratix.io/health',
    ]);
    expect(template?.metadata.title).toBe('Ask');
    expect(resource?.spec).toMatchObject({ lifecycle: 'experimental' });
    expect(problems).toEqual([]);
  });

  it('counts whatever portal its label names', async () => {
    const { component, problems } = await made(
      { promise: ofComponent('{ spec: { system: shop } }') },
      { labels: { [`${LABEL}.main`]: 'data' } },
    );
    expect(component?.spec).toMatchObject({ system: 'shop' });
    expect(problems).toEqual([]);
  });

  it('changes no name, owner, audience, or annotation that identifies an object', async () => {
    const before = await made({}, { audience: 'team-a' });
    const { component, problems } = await made(
      {
        promise: ofComponent(`
          kind: API
          metadata:
            name: other
            namespace: elsewhere
            annotations:
              kratix.io/promise-name: other
              kratix.io/requested-by: user:default/mallory
              kratix.io/promise-summary: Hello
              example.org/team: data
          spec: { audience: null, owner: team-b, system: shop }`),
      },
      { audience: 'team-a' },
    );
    expect(component).toMatchObject({
      ...before.component,
      metadata: {
        ...before.component?.metadata,
        annotations: {
          ...before.component?.metadata.annotations,
          'kratix.io/promise-summary': 'Hello',
          'example.org/team': 'data',
        },
      },
      spec: {
        ...before.component?.spec,
        audience: ['group:default/team-a'],
        system: 'shop',
      },
    });
    expect(component?.metadata.annotations).not.toHaveProperty([
      'kratix.io/requested-by',
    ]);
    expect(
      problems.map(({ field }) => field.split(': ').at(-1)).sort(),
    ).toEqual([
      'kind',
      'metadata.annotations.kratix.io/promise-name',
      'metadata.annotations.kratix.io/requested-by',
      'metadata.name',
      'metadata.namespace',
      'spec.audience',
      'spec.owner',
    ]);
  });

  it('of which a recipe fails changes nothing, and says which', async () => {
    const before = await made({});
    const { all, problems } = await made({
      promise: patching(
        recipe('{ kind: Component }', '{ spec: { system: shop } }'),
        recipe('{ kind: API }', '{ spec: { type: grpc } }'),
      ),
    });
    expect(all).toEqual(before.all);
    expect(problems).toMatchObject([
      {
        object: { kind: 'Promise', name: 'redis' },
        field: 'PortalCustomization data: spec.promise.configure',
        reason:
          'Recipe 2: target.kind=API matches no document. None of its recipes is applied.',
      },
    ]);
  });

  it('that makes what the catalog refuses changes nothing', async () => {
    const before = await made({});
    const { all, problems } = await made({
      promise: patching(
        recipe('{ kind: Component }', '{ spec: { system: shop } }'),
        recipe('{ kind: Template }', '{ spec: { steps: null } }'),
      ),
    });
    expect(all).toEqual(before.all);
    expect(problems).toMatchObject([
      { reason: expect.stringContaining('the Template after its recipes') },
    ]);
  });

  it('has recipes of Templates left out where none are made', async () => {
    const { component, template, problems } = await made(
      {
        promise: patching(
          recipe('{ kind: Template }', '{ metadata: { title: Ask } }'),
          recipe('{ kind: Component }', '{ spec: { system: shop } }'),
        ),
      },
      { templates: false },
    );
    expect(template).toBeUndefined();
    expect(component?.spec).toMatchObject({ system: 'shop' });
    expect(problems).toEqual([]);
  });

  it('has other containers left out, and reported for the Promise alone', async () => {
    const { resource, problems } = await made({
      resource: {
        configure: {
          containers: [
            { name: 'lint', image: 'example/lint' },
            {
              name: 'patch',
              image: 'portal-patch',
              args: [recipe('{ kind: Component }', '{ spec: { system: a } }')],
            },
          ],
        },
      },
    });
    expect(resource?.spec).toMatchObject({ system: 'a' });
    expect(problems).toMatchObject([
      {
        object: { kind: 'Promise' },
        field: 'PortalCustomization data: spec.resource.configure.containers.0',
        reason: expect.stringContaining(
          'Direct discovery runs no containers, such as this one of image example/lint',
        ),
      },
    ]);
  });

  it.each<[string, JsonObject | undefined, Record<string, string>, string]>([
    [
      'is not there',
      undefined,
      { [LABEL]: 'data' },
      'There is no PortalCustomization "data", which label kratix.io/portal-customization names.',
    ],
    [
      'is for something else',
      { portalType: 'cortex' },
      { [LABEL]: 'data' },
      'PortalCustomization "data" is for portals of type "cortex".',
    ],
    [
      'is not the only one',
      {},
      { [LABEL]: 'data', [`${LABEL}.main`]: 'other' },
      'The Promise names 2 PortalCustomizations, by the labels kratix.io/portal-customization, kratix.io/portal-customization.main.',
    ],
    [
      'has a recipe that cannot be read',
      { promise: patching('target: { kind: Component }') },
      { [LABEL]: 'data' },
      'Recipe 1: missing or empty patch.',
    ],
  ])('that %s is reported', async (_, spec, labels, reason) => {
    const { component, problems } = await made(spec, { labels });
    expect(component?.spec).not.toHaveProperty('system');
    expect(problems).toMatchObject([{ object: { kind: 'Promise' }, reason }]);
  });
});
