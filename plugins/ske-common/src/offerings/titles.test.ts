import { makeOfferingComponent } from '../entities/offeringComponent';
import { makeOfferingTemplate } from '../entities/offeringTemplate';
import { offeringOfEntity } from './entityOffering';
import { kratix } from './kratix';

const api = (kind: string) => ({
  spec: {
    group: 'example.org',
    names: { kind, plural: 'things' },
    versions: [
      {
        name: 'v1',
        storage: true,
        schema: { openAPIV3Schema: { type: 'object' } },
      },
    ],
  },
});

it.each<[name: string, kind: string | undefined, title: string, shown: string]>(
  [
    ['cert-issuer', undefined, '', 'Cert issuer'],
    ['cert-issuer', undefined, 'Certificate issuer', 'Certificate issuer'],
    ['redis', 'redis', '', 'Redis'],
    ['redis', 'Redis', 'Managed Redis', 'Managed Redis'],
    ['redis', 'Redis', 'Managed Redis Promise', 'Managed Redis'],
  ],
)('%s with the API %s and the title "%s" is %s', (name, kind, title, shown) => {
  const offering = kratix.offeringOf({
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'Promise',
    metadata: {
      name,
      annotations: title ? { 'ske.backstage.component/title': title } : {},
    },
    spec: kind ? { api: api(kind) } : {},
  });
  expect(offering.title).toBe(shown);
  // The page says the same as the catalog, also where only the catalog is read.
  const entity = makeOfferingComponent(offering, {
    component: name,
    template: undefined,
  });
  expect([shown, `${shown} Promise`]).toContain(entity.metadata.title);
  expect(offeringOfEntity(entity)?.title).toBe(shown);
  // Its Template is called as its kind, as those of the commercial controllers are.
  expect(makeOfferingTemplate(offering, name)?.metadata.title).toBe(
    kind && 'Redis',
  );
});
