import type { Entity } from '@backstage/catalog-model';
import { annotations as keys } from '../annotations/keys';
import {
  readComponentAnnotations,
  readTemplateAnnotations,
} from '../annotations/entityOptions';
import type { OptionProblem } from '../annotations/readOptions';
import {
  NO_OPTIONS,
  type GenerationOptions,
} from '../customization/generationOptions';
import { FORM_HINTS_ANNOTATION } from '../form/readHints';
import type { Manifest } from '../kubernetes/manifest';
import { kratix } from '../offerings/kratix';
import type { Offering } from '../offerings/Offering';
import { leaveOutWrongLinks } from './entityLinks';
import { toEntityName } from './entityNames';
import {
  makeOfferingComponent,
  offeringComponentName,
  offeringTemplateName,
  type OfferingEntityNames,
} from './offeringComponent';
import { makeOfferingTemplate } from './offeringTemplate';
import {
  makeResourceComponent,
  resourceComponentName,
} from './resourceComponent';
import { statusAnnotationOf } from './statusAnnotation';
import type { TemplateDelivery } from './templatePages';

/** The entities of a Promise or a Resource, for a file. @public */
export type GeneratedEntities =
  | {
      kind: 'generated';
      entities: Entity[];
      /** Options that do not count: they are left out. */
      problems: OptionProblem[];
    }
  /** Nothing can be requested of the Promise. */
  | { kind: 'noApi' };

/**
 * The names that the entities of a Promise want in the catalog.
 *
 * @public
 */
export const promiseEntityNames = (
  promise: Manifest,
  options: GenerationOptions = NO_OPTIONS,
): OfferingEntityNames => namesOf(kratix.offeringOf(promise), options);

/**
 * The Component and the Template of a Promise, as files have them.
 *
 * @public
 */
export function generatePromiseEntities(input: {
  promise: Manifest;
  delivery: TemplateDelivery;
  options?: GenerationOptions;
  /** Default: the names that they want. */
  names?: OfferingEntityNames;
}): GeneratedEntities {
  const { promise, delivery, options = NO_OPTIONS } = input;
  const offering = kratix.offeringOf(promise);
  const { api, form } = offering;
  if (!api || !form) return { kind: 'noApi' };
  const names = input.names ?? namesOf(offering, options);
  const { entity: component, problems: linkProblems } = leaveOutWrongLinks(
    makeOfferingComponent(offering, names, options),
  );
  const template =
    names.template === undefined
      ? undefined
      : makeOfferingTemplate(offering, names.template, delivery, options);
  const { annotations } = promise.metadata;
  return {
    kind: 'generated',
    entities: [
      withStatus(component, statusAnnotationOf(promise)),
      ...(template ? [template] : []),
    ],
    problems: [
      ...readComponentAnnotations(annotations).problems,
      ...readTemplateAnnotations(annotations).problems,
      ...linkProblems,
      ...form.problems.map(problem => ({
        field: FORM_HINTS_ANNOTATION,
        problem,
        remedy: 'Correct the hint, or leave it out.',
      })),
    ],
  };
}

/**
 * The Component of a Resource, as files have it.
 *
 * @public
 */
export function generateResourceEntities(input: {
  resource: Manifest;
  /** Its Promise; where that may not be read, one that has only its name. */
  promise: Manifest;
  options?: GenerationOptions;
  /** Default: the names that they want. */
  names?: { resource?: string; offering?: OfferingEntityNames };
}): GeneratedEntities {
  const { resource, promise, options = NO_OPTIONS, names = {} } = input;
  const offering = kratix.offeringOf(promise);
  const made = makeResourceComponent(
    { offering, resource },
    {
      resource:
        names.resource ??
        toEntityName(resourceComponentName(resource, options)),
      offering:
        names.offering ??
        (offering.api
          ? namesOf(offering, options)
          : namesByKind(offering, resource.kind)),
    },
    options,
  );
  const { entity, problems } = leaveOutWrongLinks(made);
  const status = statusAnnotationOf(resource, offering.form?.status);
  return {
    kind: 'generated',
    entities: [withStatus(entity, status)],
    problems: [
      ...readComponentAnnotations(resource.metadata.annotations).problems,
      ...problems,
    ],
  };
}

const namesOf = (
  offering: Offering,
  options: GenerationOptions,
): OfferingEntityNames => ({
  component: toEntityName(offeringComponentName(offering, options)),
  template: offering.api && toEntityName(offeringTemplateName(offering)),
});

/** The names that the entities of a Promise have which nobody has customised. */
function namesByKind({ engine }: Offering, kind: string): OfferingEntityNames {
  const name = `${kind}-${engine.texts.offering}`.toLowerCase();
  return {
    component: toEntityName(name),
    template: toEntityName(`${name}-template`),
  };
}

function withStatus(entity: Entity, status: string | undefined): Entity {
  if (status === undefined) return entity;
  const { metadata } = entity;
  const annotations = { ...metadata.annotations, [keys.status]: status };
  return { ...entity, metadata: { ...metadata, annotations } };
}
