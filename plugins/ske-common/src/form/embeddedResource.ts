import type { JsonObject } from '@backstage/types';
import { isObject } from '../kubernetes/json';

/**
 * The properties of a node, with `apiVersion`, `kind` and `metadata`, which every
 * embedded resource has even if its schema does not list them.
 */
export function propertiesWithin(node: JsonObject): JsonObject | undefined {
  const { properties } = node;
  if (!isObject(properties)) return undefined;
  if (node['x-kubernetes-embedded-resource'] !== true) return properties;
  const { metadata } = properties;
  return {
    ...EMBEDDED_RESOURCE_PROPERTIES,
    ...properties,
    ...(isObject(metadata) && isObject(metadata.properties)
      ? {}
      : { metadata: EMBEDDED_RESOURCE_PROPERTIES.metadata }),
  };
}

const STRING_MAP: JsonObject = {
  type: 'object',
  additionalProperties: { type: 'string' },
};

/** What a person may say in each resource. */
const EMBEDDED_RESOURCE_PROPERTIES = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: {
    type: 'object',
    properties: {
      name: { type: 'string' },
      namespace: { type: 'string' },
      labels: STRING_MAP,
      annotations: STRING_MAP,
    },
  },
} satisfies JsonObject;
