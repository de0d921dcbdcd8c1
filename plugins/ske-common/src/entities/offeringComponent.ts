import type { Entity } from '@backstage/catalog-model';
import { annotations as keys, entityTypes } from '../annotations/keys';
import { offeringOptionsOf } from '../offerings/customizedOffering';
import type { Offering } from '../offerings/Offering';
import {
  audienceSpec,
  DEFAULT_OWNER,
  type ComponentOptions,
} from '../annotations/entityOptions';
import {
  NO_OPTIONS,
  type GenerationOptions,
} from '../customization/generationOptions';
import { makeEntityLabels } from './entityLabels';
import { annotationLinksOf } from './entityLinks';

/** The names of an offering's entities in the catalog. @public */
export interface OfferingEntityNames {
  component: string;
  template: string | undefined;
}

/** The name that an offering's Component wants. @public */
export const offeringComponentName = (
  offering: Offering,
  options: GenerationOptions = NO_OPTIONS,
): string =>
  offeringOptionsOf(offering, options).name ?? nameWithEngine(offering);

/** The name that an offering's Template wants. @public */
export const offeringTemplateName = (offering: Offering): string =>
  `${nameWithEngine(offering)}-template`;

/** Such as `redis-promise`. */
const nameWithEngine = ({ api, name, engine }: Offering) =>
  `${api?.kind ?? name}-${engine.texts.offering}`.toLowerCase();

/**
 * The Component of an offering. Deterministic: same input, same entity.
 *
 * @param names - what its entities are called in the catalog
 * @param generationOptions - what its annotations do not say
 * @public
 */
export function makeOfferingComponent(
  offering: Offering,
  names: OfferingEntityNames,
  generationOptions: GenerationOptions = NO_OPTIONS,
): Entity {
  const { api, engine, name, title } = offering;
  const options = offeringOptionsOf(offering, generationOptions);
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: names.component,
      title: options.title ?? `${title} ${engine.texts.offering}`,
      description: options.description ?? offering.description,
      tags: options.tags ?? [engine.texts.tag],
      labels: offeringLabelsOf(offering, generationOptions),
      annotations: {
        [keys.type]: 'promise',
        [keys.promiseName]: name,
        ...(api
          ? { [keys.apiName]: api.kind, [keys.apiGroup]: api.group }
          : {}),
        ...(names.template ? { [keys.promiseTemplate]: names.template } : {}),
        ...(options.summary ? { [keys.promiseSummary]: options.summary } : {}),
        'backstage.io/kubernetes-id': name,
      },
      links: annotationLinksOf(offering.metadata),
    },
    spec: {
      ...componentSpec(options, entityTypes.promise),
      ...audienceSpec(offering.audience),
    },
  };
}

/** The labels of an offering's entities. */
export const offeringLabelsOf = (
  offering: Offering,
  generationOptions: GenerationOptions,
): Record<string, string> =>
  makeEntityLabels(
    offering.metadata.labels,
    { offering: offering.name, version: offering.version },
    offeringOptionsOf(offering, generationOptions).labels,
  );

/** `spec` of a Component, with what the platform team changed. */
export function componentSpec(
  options: ComponentOptions,
  type: string,
  dependsOn: string[] = [],
): Entity['spec'] {
  const allDependencies = [...dependsOn, ...(options.dependsOn ?? [])];
  return {
    type: options.type ?? type,
    lifecycle: options.lifecycle ?? 'production',
    owner: options.owner ?? DEFAULT_OWNER,
    ...(options.system ? { system: options.system } : {}),
    ...(options.subcomponentOf
      ? { subcomponentOf: options.subcomponentOf }
      : {}),
    ...(options.providesApis ? { providesApis: options.providesApis } : {}),
    ...(options.consumesApis ? { consumesApis: options.consumesApis } : {}),
    ...(allDependencies.length > 0 ? { dependsOn: allDependencies } : {}),
  };
}
