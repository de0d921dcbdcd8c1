import type { Entity } from '@backstage/catalog-model';
import { annotations as keys, entityTypes } from '../annotations/keys';
import type { Manifest } from '../kubernetes/manifest';
import { splitApiVersion } from '../kubernetes/manifest';
import { audienceSpec, componentOptionsOf } from './options';
import { componentSpec } from './promise';

/** The name a Resource's Component wants. @public */
export function resourceComponentName(resource: Manifest): string {
  const options = componentOptionsOf(resource.metadata.annotations);
  return (
    options.name ?? `${resource.metadata.name}-${resource.kind.toLowerCase()}`
  );
}

/**
 * The Component of a Resource. Deterministic: same input, same entity.
 *
 * @param resource - the Resource as the platform gives it
 * @param promise - its Promise, the names of its entities, and who it is for
 * @param name - the Component's name, from {@link EntityNames}
 * @public
 */
export function resourceComponent(
  resource: Manifest,
  promise: {
    name: string;
    component: string;
    template: string | undefined;
    /** Absent: everybody. */
    audience?: string[];
  },
  name: string,
): Entity {
  const options = componentOptionsOf(resource.metadata.annotations);
  const { group, version } = splitApiVersion(resource.apiVersion);
  const requestsRepoUrl = resource.metadata.annotations?.[keys.requestsRepoUrl];
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      title: options.title ?? `${resource.metadata.name} ${resource.kind}`,
      description:
        options.description ??
        `${resource.kind} created via ${promise.name} Promise`,
      tags: options.tags ?? ['kratix'],
      annotations: {
        [keys.type]: 'resource',
        [keys.promiseName]: promise.name,
        [keys.group]: group,
        [keys.version]: version,
        [keys.kind]: resource.kind,
        [keys.name]: resource.metadata.name,
        [keys.namespace]: resource.metadata.namespace ?? 'default',
        ...(promise.template
          ? { [keys.promiseTemplate]: promise.template }
          : {}),
        ...(requestsRepoUrl ? { [keys.requestsRepoUrl]: requestsRepoUrl } : {}),
        ...(options.summary ? { [keys.promiseSummary]: options.summary } : {}),
        'backstage.io/kubernetes-label-selector': `${promise.name}-cr=${resource.metadata.name}`,
      },
    },
    spec: {
      ...componentSpec(options, entityTypes.resource, [
        `component:default/${promise.component}`,
      ]),
      ...audienceSpec(promise.audience),
    },
  };
}
