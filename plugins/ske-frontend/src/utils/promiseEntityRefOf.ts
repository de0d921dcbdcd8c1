import type { Entity } from '@backstage/catalog-model';
import { identify } from '@syntasso/plugin-ske-common';

/** The Component of the Promise that an entity stands for, or is requested from. */
export function promiseEntityRefOf(entity: Entity): string | undefined {
  const { kind } = identify(entity);
  const { name, namespace = 'default' } = entity.metadata;
  if (kind === 'promise') return `component:${namespace}/${name}`;
  if (kind !== 'resource') return undefined;
  // Whoever publishes the entity puts its Promise first in what it depends on.
  const [first] = [entity.spec?.dependsOn].flat();
  return typeof first === 'string' ? first : undefined;
}
