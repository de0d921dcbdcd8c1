import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { CatalogOfferings } from './CatalogOfferings';
import { trustedOfferingsFromConfig } from './trustedOfferings';

const CONTROLLER = 'url:https://git.example.org/platform/catalog/all.yaml';
const ANYBODY = 'url:https://git.example.org/anybody/catalog-info.yaml';

const offer = (about: {
  name?: string;
  from: string;
  promise?: string;
  kind?: string;
  group?: string;
  type?: string;
}): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: about.name ?? 'redis-promise',
    annotations: {
      'backstage.io/managed-by-origin-location': about.from,
      'kratix.io/type': about.type ?? 'promise',
      'kratix.io/promise-name': about.promise ?? 'redis',
      'kratix.io/api-name': about.kind ?? 'Redis',
      'kratix.io/api-group': about.group ?? 'example.org',
    },
  },
  spec: { type: 'kratix-promise' },
});

const catalogOfferingsOf = (entities: Entity[], offerings: object = {}) =>
  new CatalogOfferings({
    catalog: catalogServiceMock({ entities }),
    auth: mockServices.auth(),
    platform: 'test',
    trusted: trustedOfferingsFromConfig(
      new ConfigReader({ ske: { offerings } } as never),
    ),
  });
const controlled = { locations: ['url:https://git.example.org/platform/*'] };
const redis = { apiVersion: 'example.org/v1', kind: 'Redis' };

it('takes what our provider, the controller or app-config says', async () => {
  for (const [entities, offerings] of [
    [[offer({ from: 'ske:platform' })], {}],
    [[offer({ from: CONTROLLER })], controlled],
    [
      [offer({ from: ANYBODY })],
      { kinds: [{ group: 'example.org', kind: 'Redis' }] },
    ],
  ] as const) {
    const catalogOfferings = catalogOfferingsOf([...entities], offerings);
    expect((await catalogOfferings.offeringOf(redis)).name).toBe('redis');
    expect((await catalogOfferings.getOffering('redis')).api).toMatchObject({
      group: 'example.org',
      kind: 'Redis',
    });
    expect(await catalogOfferings.listOfferings()).toHaveLength(1);
  }
});

it('takes nothing from an address that leads elsewhere', async () => {
  for (const path of [
    ...['../../anybody', '%2e%2E/x', './../../x', '..', '.\t./.\t./anybody'],
    // Decoded by some readers of the catalog, and then a query.
    ...['x.yaml%3Fref=other%26z=', 'x.yaml?ref=other', 'x#', 'a\\..\\b', 'ä'],
  ]) {
    const from = `url:https://git.example.org/platform/${path}/x.yaml`;
    const catalogOfferings = catalogOfferingsOf([offer({ from })], controlled);
    await expect(catalogOfferings.offeringOf(redis)).rejects.toThrow(
      'does not name',
    );
  }
});

it('takes an address with a query where app-config writes one', async () => {
  const start = 'url:https://dev.azure.com/o/p/_git/catalog?path=/';
  const trusted = { locations: [`${start}*`] };
  const offerFrom = (from: string) =>
    catalogOfferingsOf([offer({ from })], trusted).offeringOf(redis);
  await expect(offerFrom(`${start}redis.yaml`)).resolves.toBeDefined();
  await expect(offerFrom(`${start}redis.yaml&version=GBother`)).rejects.toThrow(
    'does not name',
  );
});

it('takes nothing from anybody else, and says what to add', async () => {
  const catalogOfferings = catalogOfferingsOf(
    [offer({ from: ANYBODY })],
    controlled,
  );
  await expect(catalogOfferings.offeringOf(redis)).rejects.toThrow(
    `from ${ANYBODY}, which app-config does not name. Ask the platform team to add the location to ske.offerings.locations`,
  );
  await expect(catalogOfferings.getOffering('redis')).rejects.toThrow(
    'ske.offerings',
  );
  expect(await catalogOfferings.listOfferings()).toEqual([]);
});

it.each([
  ['', 'Secret', 'v1'],
  ['apps', 'DaemonSet', 'apps/v1'],
  ['rbac.authorization.k8s.io', 'ClusterRole', 'rbac.authorization.k8s.io/v1'],
  ['platform.kratix.io', 'Work', 'platform.kratix.io/v1alpha1'],
])('never takes group "%s"', async (group, kind, apiVersion) => {
  const catalogOfferings = catalogOfferingsOf([
    offer({ from: 'ske:platform', group, kind }),
  ]);
  await expect(
    catalogOfferings.offeringOf({ apiVersion, kind }),
  ).rejects.toThrow('of Kubernetes or Kratix itself');
});

it('takes neither of two that claim the same, and names them', async () => {
  const two = [
    offer({ from: CONTROLLER }),
    offer({ name: 'other', promise: 'other', from: CONTROLLER }),
  ];
  await expect(
    catalogOfferingsOf(two, controlled).offeringOf(redis),
  ).rejects.toThrow(
    'claimed by component:default/redis-promise and component:default/other',
  );
  const named = [
    offer({ from: CONTROLLER }),
    offer({ name: 'other', kind: 'Valkey', from: CONTROLLER }),
  ];
  await expect(
    catalogOfferingsOf(named, controlled).getOffering('redis'),
  ).rejects.toThrow('so none of them counts');
});

it('is not taken in by a second one that nobody trusts', async () => {
  const catalogOfferings = catalogOfferingsOf(
    [offer({ from: CONTROLLER }), offer({ name: 'x', from: ANYBODY })],
    controlled,
  );
  expect((await catalogOfferings.offeringOf(redis)).source).toMatchObject({
    entityRef: 'component:default/redis-promise',
  });
});

it('takes no Resource that only has the type of a Promise', async () => {
  const catalogOfferings = catalogOfferingsOf([
    offer({ from: 'ske:platform', type: 'resource' }),
  ]);
  await expect(catalogOfferings.offeringOf(redis)).rejects.toThrow(
    'No Promise',
  );
});
