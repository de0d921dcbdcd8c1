import type { Entity } from '@backstage/catalog-model';
import { PublishedEntities } from './PublishedEntities';

const entity = (name: string, title: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, title },
});
const made = (key: string, ...entities: Entity[]) => ({
  key,
  entities,
});

it('does not remove an entity whose name another object has got meanwhile', async () => {
  const published = new PublishedEntities('ske:test', one => one);
  const publish = async (...objects: ReturnType<typeof made>[]) => {
    const { update, accept } = await published.compare(objects, false);
    accept();
    return update;
  };
  await publish(made('old', entity('cache', 'old')));
  expect(await publish(made('new', entity('cache', 'new')))).toMatchObject({
    kind: 'delta',
    removed: [],
  });
  // A list as a stream says only at its end what is gone.
  expect(await publish(made('old'))).toBeUndefined();
  expect(published.keyOf('component:default/cache')).toBe('new');
});
