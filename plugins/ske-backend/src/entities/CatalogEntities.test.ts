import { manifestSchema, type Manifest } from '@syntasso/plugin-ske-common';
import { CatalogEntities } from './CatalogEntities';

const promise = (metadata: object, size: object): Manifest =>
  manifestSchema.parse({
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'Promise',
    metadata: { name: 'redis', uid: 'u', ...metadata },
    spec: {
      api: {
        spec: {
          group: 'example.org',
          names: { kind: 'Redis', plural: 'redis' },
          versions: [
            {
              name: 'v1',
              schema: {
                openAPIV3Schema: {
                  properties: {
                    spec: { type: 'object', properties: { size } },
                  },
                },
              },
            },
          ],
        },
      },
    },
  });

const text = { type: 'string' };

/** What the Template of a Promise asks for, in each state of the Promise. */
async function templates(...states: Manifest[]) {
  const catalog = new CatalogEntities();
  const asked: string[] = [];
  for (const state of states) {
    catalog.objects.putPromise(state);
    const [{ entities }] = await catalog.generateChanged();
    const template = entities.find(({ kind }) => kind === 'Template');
    asked.push(JSON.stringify(template?.spec?.parameters));
  }
  return asked;
}

it('makes the form anew when the API is another one', async () => {
  const [before, after] = await templates(
    promise({ generation: 1 }, text),
    promise({ generation: 2 }, { type: 'integer' }),
  );
  expect(before).toContain('"string"');
  expect(after).not.toEqual(before);
});

it('does not when only the status has changed', async () => {
  // A schema that is looked at says so.
  let looked = 0;
  const watched = (generation: number) => {
    const one = promise({ generation }, text);
    const api = one.spec!.api as { spec: { versions: object[] } };
    const versions = api.spec.versions;
    const { schema } = versions[0] as { schema: object };
    Object.defineProperty(versions[0], 'schema', {
      get() {
        looked += 1;
        return schema;
      },
    });
    return one;
  };
  const catalog = new CatalogEntities();
  const cost = async (one: Manifest) => {
    looked = 0;
    catalog.objects.putPromise(one);
    await catalog.generateChanged();
    return looked;
  };
  const first = await cost(watched(1));
  expect(await cost(watched(1))).toBeLessThan(first);
  expect(await cost(watched(2))).toBe(first);
});

it('makes it anew when an annotation changes how it is drawn', async () => {
  const annotations = { 'ske.backstage.template/singleSpecPage': 'true' };
  const [before, after] = await templates(
    promise({ generation: 1 }, text),
    promise(
      {
        generation: 1,
        annotations: {
          'ske.backstage.template/hideNamespace': 'true',
          ...annotations,
        },
      },
      text,
    ),
  );
  expect(after).not.toEqual(before);
});
