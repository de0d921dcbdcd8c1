import type { Entity } from '@backstage/catalog-model';
import { annotations as keys, entityTypes } from '../annotations/keys';
import type { Manifest } from '../kubernetes/manifest';
import { splitApiVersion } from '../kubernetes/manifest';
import { resourceOptionsOf } from '../offerings/customizedOffering';
import type { OfferedResource } from '../offerings/Offering';
import { audienceSpec } from '../annotations/entityOptions';
import {
  NO_OPTIONS,
  type GenerationOptions,
} from '../customization/generationOptions';
import { makeEntityLabels } from './entityLabels';
import { resourceLinksOf } from './entityLinks';
import { componentSpec, type OfferingEntityNames } from './offeringComponent';

/** The name a Resource's Component wants. @public */
export const resourceComponentName = (
  resource: Manifest,
  options: GenerationOptions = NO_OPTIONS,
): string =>
  resourceOptionsOf(resource, options).name ??
  `${resource.metadata.name}-${resource.kind.toLowerCase()}`;

/**
 * The Component of a Resource. Deterministic: same input, same entity.
 *
 * @param names - the Component's name, and those of its offering's entities
 * @param generationOptions - what its annotations do not say
 * @public
 */
export function makeResourceComponent(
  { offering, resource }: OfferedResource,
  names: { resource: string; offering: OfferingEntityNames },
  generationOptions: GenerationOptions = NO_OPTIONS,
): Entity {
  const { engine } = offering;
  const options = resourceOptionsOf(resource, generationOptions);
  const { group, version } = splitApiVersion(resource.apiVersion);
  const { namespace = 'default' } = resource.metadata;
  const requestsRepoUrl = resource.metadata.annotations?.[keys.requestsRepoUrl];
  const links = resourceLinksOf({ offering, resource });
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: names.resource,
      title: options.title ?? `${resource.metadata.name} ${resource.kind}`,
      description:
        options.description ??
        `${resource.kind} in ${namespace}, created via ${offering.name} ${engine.texts.offering}`,
      tags: options.tags ?? [engine.texts.tag],
      labels: makeEntityLabels(
        resource.metadata.labels,
        {
          offering: offering.name,
          version: engine.offeringVersionOf(resource),
        },
        options.labels,
      ),
      annotations: {
        [keys.type]: 'resource',
        [keys.promiseName]: offering.name,
        [keys.group]: group,
        [keys.version]: version,
        [keys.kind]: resource.kind,
        [keys.name]: resource.metadata.name,
        [keys.namespace]: namespace,
        ...(names.offering.template
          ? { [keys.promiseTemplate]: names.offering.template }
          : {}),
        ...(requestsRepoUrl ? { [keys.requestsRepoUrl]: requestsRepoUrl } : {}),
        ...(options.summary ? { [keys.promiseSummary]: options.summary } : {}),
        'backstage.io/kubernetes-label-selector': engine.workloadSelector(
          offering.name,
          resource,
        ),
      },
      ...(links.length > 0 ? { links } : {}),
    },
    spec: {
      ...componentSpec(options, entityTypes.resource, [
        `component:default/${names.offering.component}`,
      ]),
      ...audienceSpec(offering.audience),
    },
  };
}
