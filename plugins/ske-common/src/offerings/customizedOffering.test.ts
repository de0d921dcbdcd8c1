import {
  NO_OPTIONS,
  type GenerationOptions,
} from '../customization/generationOptions';
import { makeOfferingComponent } from '../entities/offeringComponent';
import { makeResourceComponent } from '../entities/resourceComponent';
import { redisPromise } from '../entities/__testUtils__/redis';
import type { Manifest } from '../kubernetes/manifest';
import { customizeOffering, resourceOwnerOf } from './customizedOffering';
import { kratix } from './kratix';

const optionsWith = (
  promiseComponent: GenerationOptions['promiseComponent'],
  resourceOwner?: string,
): GenerationOptions => ({
  ...NO_OPTIONS,
  promiseComponent,
  resourceComponent: { owner: resourceOwner },
});

const promiseWith = (annotations: Record<string, string> = {}): Manifest =>
  redisPromise({ annotations });

const ownerKey = 'ske.backstage.component/owner';
const names = { component: 'redis-promise', template: undefined };

it.each<[string, Record<string, string>, string, string]>([
  ['by its customisation', {}, 'Cache', 'team-data'],
  [
    'by its annotations, which come first',
    { [ownerKey]: 'team-a', 'ske.backstage.component/title': 'Store Promise' },
    'Store',
    'team-a',
  ],
])(
  'an offering is called and owned as its Component: %s',
  (_, annotations, title, owner) => {
    const offering = kratix.offeringOf(promiseWith(annotations));
    const options = optionsWith({ title: 'Cache Promise', owner: 'team-data' });
    const customized = customizeOffering(offering, options);
    expect([customized.title, customized.owner]).toEqual([title, owner]);
    const component = makeOfferingComponent(offering, names, options);
    expect(component.metadata.title).toBe(`${title} Promise`);
    expect(component.spec?.owner).toBe(owner);
  },
);

it.each<[Record<string, string>, string | undefined, string]>([
  [{ [ownerKey]: 'team-a' }, 'team-data', 'team-a'],
  [{}, 'team-data', 'team-data'],
  [{}, undefined, 'kratix-platform'],
])(
  'a Resource with %j of an offering that says %s is of %s, as its Component',
  (annotations, resourceOwner, owner) => {
    const resource: Manifest = {
      ...{ apiVersion: 'example.org/v1', kind: 'Redis' },
      metadata: { name: 'one', namespace: 'default', annotations },
    };
    const offering = kratix.offeringOf(promiseWith());
    const options = optionsWith({}, resourceOwner);
    const customized = customizeOffering(offering, options);
    expect(resourceOwnerOf({ offering: customized, resource })).toBe(owner);
    const component = makeResourceComponent(
      { offering, resource },
      { resource: 'one-redis', offering: names },
      options,
    );
    expect(component.spec?.owner).toBe(owner);
  },
);

it('has what recipes have made of its texts before all else', () => {
  const offering = kratix.offeringOf(
    promiseWith({ 'ske.backstage.component/title': 'Store' }),
  );
  const texts = { title: 'Lockers Promise' };
  const { title, description } = customizeOffering(offering, NO_OPTIONS, texts);
  expect(title).toBe('Lockers');
  expect(description).toBe(offering.description);
});

it('is the same object while nothing has changed, and says all else as before', () => {
  const offering = kratix.offeringOf(promiseWith());
  const options = optionsWith({ description: 'Fast' });
  const customized = customizeOffering(offering, options);
  expect(customizeOffering(offering, options)).toBe(customized);
  expect(customizeOffering(offering, { ...options })).not.toBe(customized);
  expect(customizeOffering(offering, NO_OPTIONS)).toBe(offering);
  expect(customized.description).toBe('Fast');
  const { engine, source, ref, name, metadata, version, audience } = customized;
  const { api, form, connect, health, isAvailable } = customized;
  expect({
    ...{ engine, source, ref, name, metadata, version, audience },
    ...{ api, form, connect, health, isAvailable },
  }).toEqual({
    engine: offering.engine,
    source: offering.source,
    ref: offering.ref,
    name: offering.name,
    metadata: offering.metadata,
    version: offering.version,
    audience: offering.audience,
    api: offering.api,
    form: offering.form,
    connect: offering.connect,
    health: offering.health,
    isAvailable: offering.isAvailable,
  });
});
