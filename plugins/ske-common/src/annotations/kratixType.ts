import { asText, at } from '../kubernetes/json';
import { annotations, entityTypes } from './keys';

/** What a Component can stand for. @public */
export type KratixType = 'promise' | 'resource';

/**
 * Whether an entity is a Promise or a Resource, and which; undefined for all others. The one
 * rule for pages, filters and the backend: only Components are, `kratix.io/type` decides when
 * it is not empty, by its exact value, else `spec.type`. Templates have the `spec.type` of
 * what they request, and pages of their own.
 *
 * @public
 */
export function kratixTypeOf(entity: unknown): KratixType | undefined {
  const kind = at(entity, 'kind');
  if (kind !== undefined && asText(kind)?.toLowerCase() !== 'component') {
    return undefined;
  }
  const annotation = asText(
    at(entity, 'metadata', 'annotations', annotations.type),
  );
  if (annotation !== undefined) {
    return annotation === 'promise' || annotation === 'resource'
      ? annotation
      : undefined;
  }
  switch (at(entity, 'spec', 'type')) {
    case entityTypes.promise:
      return 'promise';
    case entityTypes.resource:
      return 'resource';
    default:
      return undefined;
  }
}
