import { coreExtensionData } from '@backstage/frontend-plugin-api';
import { createExtensionTester } from '@backstage/frontend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { promiseEntity, resourceEntity } from '../__testUtils__';
import { STATUS_CARD_KEY } from '../features/statusCard/statusCardKey';
import { kratixFilter } from './filters';
import { statusCard } from './overview';
import { hasRelationTo } from './relationCards';

const service: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'shop' },
  spec: { type: 'service' },
};

it('marks the status card, so that our Overview finds it', () => {
  const element = createExtensionTester(statusCard).get(
    coreExtensionData.reactElement,
  );
  expect(element.key).toBe(STATUS_CARD_KEY);
});

it('is for Promises and Resources, and not for the Templates that request them', () => {
  const bySpec = { ...service, spec: { type: 'kratix-resource' } };
  expect(
    [promiseEntity(), resourceEntity(), bySpec, service].map(kratixFilter),
  ).toEqual([true, true, true, false]);
  expect(kratixFilter({ ...bySpec, kind: 'Template' })).toBe(false);
});

describe('a card about relations', () => {
  const isShown = hasRelationTo('dependsOn', 'resource');
  const related = (targetRef: string, type = 'dependsOn') => ({
    ...resourceEntity(),
    relations: [{ type, targetRef }],
  });

  it.each([
    ['resource:default/db', true],
    ['Resource:default/db', true],
    ['component:default/redis-promise', false],
  ])('of an entity of ours that depends on %s: %s', (targetRef, shown) => {
    expect(isShown(related(targetRef))).toBe(shown);
  });

  it('is left out of entities of ours without any, and nowhere else', () => {
    expect(isShown(resourceEntity())).toBe(false);
    expect(isShown(related('resource:default/db', 'ownedBy'))).toBe(false);
    expect(isShown(service)).toBe(true);
    expect(isShown({ ...service, kind: 'API' })).toBe(false);
  });
});
