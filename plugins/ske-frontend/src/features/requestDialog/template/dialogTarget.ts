import type { JsonObject, JsonValue } from '@backstage/types';
import type {
  Manifest,
  ObjectRef,
  OfferingView,
  ResourceView,
} from '@syntasso/plugin-ske-common';

/** What a dialog is about: a new Resource of a Promise, or one that is there. */
export type DialogTarget =
  | {
      kind: 'request';
      promise: OfferingView;
      templateRef: string;
      /** A name that nothing has yet, for a form that asks for one. */
      proposedName?: string;
      /** The Resource that the new one is to be like. */
      like?: Manifest;
    }
  | {
      kind: 'update';
      resource: ResourceView;
      templateRef: string;
      /** Repository that its changes are proposed in, if they are. */
      requestsRepoUrl?: string;
      /** The request that is brought back. */
      earlier?: EarlierRequest;
    };

/** A request as it was made: what it asked for, its secrets masked. */
export interface EarlierRequest {
  id: string;
  recordedAt: string;
  manifest: Manifest;
}

/**
 * What the form starts from.
 *
 * @param parts - names of what the form asks for of the object, such as `spec`
 */
export function initialValues(
  target: DialogTarget,
  parts: string[],
): Record<string, JsonValue> {
  if (target.kind === 'request') return {};
  const { manifest } = target.resource;
  const { metadata } = manifest;
  const { requestsRepoUrl } = target;
  return {
    ...(requestsRepoUrl
      ? { repoUrl: requestsRepoUrl, prAction: 'Update' }
      : {}),
    objname: metadata.name,
    objnamespace: metadata.namespace ?? 'default',
    ...partsOf(manifest, parts),
  };
}

/**
 * Those parts of an object that are there, such as its `spec`.
 *
 * @param parts - see {@link initialValues}
 */
export const partsOf = (
  object: object,
  parts: string[],
): Record<string, JsonValue> =>
  Object.fromEntries(
    Object.entries(object).filter(
      ([name, value]) => parts.includes(name) && value !== undefined,
    ),
  ) as Record<string, JsonValue>;

/**
 * The manifest that the Template makes from these values.
 *
 * @param parts - see {@link initialValues}
 */
export function manifestOf(
  target: DialogTarget,
  values: Record<string, JsonValue>,
  parts: string[] = ['spec'],
): Manifest {
  const { apiVersion, kind } = kindOf(target);
  const { spec } = values;
  return {
    apiVersion,
    kind,
    metadata: {
      name: String(values.objname ?? ''),
      namespace: String(values.objnamespace ?? 'default'),
    },
    ...partsOf(values, parts),
    ...(spec !== undefined || hasSpec(target)
      ? { spec: (spec ?? {}) as JsonObject }
      : {}),
  };
}

/** Whether the API wants a spec even if nothing is asked for in it. */
function hasSpec(target: DialogTarget): boolean {
  if (target.kind === 'update') {
    return target.resource.manifest.spec !== undefined;
  }
  return target.promise.api?.hasSpec ?? true;
}

/** The reference of the object that these values name. */
export function refOfValues(
  target: DialogTarget,
  values: Record<string, JsonValue>,
): ObjectRef {
  const { apiVersion, kind, metadata } = manifestOf(target, values);
  return {
    apiVersion,
    kind,
    name: metadata.name,
    namespace: metadata.namespace,
  };
}

function kindOf(target: DialogTarget) {
  if (target.kind === 'update') return target.resource.manifest;
  const { api } = target.promise;
  return {
    apiVersion: `${api?.group}/${api?.version}`,
    kind: api?.kind ?? '',
  };
}
