import type { Entity } from '@backstage/catalog-model';
import {
  kratix,
  makeOfferingComponent,
  makeOfferingTemplate,
  makeResourceComponent,
  manifestSchema,
  promiseRef,
} from '@syntasso/plugin-ske-common';
import { promiseOf } from '../../__testUtils__/promiseOf';
import { ShownNames, shownNamesOf } from './ShownNames';

const offering = kratix.offeringOf(
  promiseOf('Redis', { group: 'example.org' }),
);
const names = { component: 'Cache-abc123', template: 'Cache-Template' };

/** The entity of a Redis, as an older version has published it. */
const resourceEntity = (name: string, namespace: string): Entity =>
  makeResourceComponent(
    {
      offering,
      resource: manifestSchema.parse({
        apiVersion: 'example.org/v1',
        kind: 'Redis',
        metadata: { name, namespace },
      }),
    },
    { resource: `${name}-redis-def456`, offering: names },
  );

const findDefinition = (name: string) =>
  name === 'redis' ? promiseRef(name) : undefined;

it('says whose the names of Components and Templates are', () => {
  const template = makeOfferingTemplate(offering, names.template);
  const entities = [
    makeOfferingComponent(offering, names),
    ...(template ? [template] : []),
    resourceEntity('one', 'web'),
  ];
  const promiseKey = 'platform.kratix.io/Promise//redis';
  expect(shownNamesOf(entities, findDefinition)).toEqual([
    { entityKind: 'component', key: promiseKey, name: names.component },
    { entityKind: 'template', key: promiseKey, name: names.template },
    {
      entityKind: 'component',
      key: 'example.org/Redis/web/one',
      name: 'one-redis-def456',
    },
  ]);
});

it('leaves out what stands for nothing that is there', () => {
  const gone = makeOfferingComponent(offering, names);
  const foreign: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'site' },
  };
  expect(shownNamesOf([gone, foreign], () => undefined)).toEqual([]);
});

it('compares names without case', () => {
  const shown = new ShownNames([
    { entityKind: 'component', key: 'a', name: 'Cache' },
  ]);
  const ownerOf = (key: string) => ({ entityKind: 'component' as const, key });
  expect(shown.nameOf(ownerOf('a'))).toBe('Cache');
  expect(shown.isOfOther(ownerOf('b'), 'cache')).toBe(true);
  expect(shown.isOfOther(ownerOf('a'), 'cache')).toBe(false);
});
