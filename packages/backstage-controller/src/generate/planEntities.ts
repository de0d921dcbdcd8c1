import { InputError } from '@backstage/errors';
import {
  documentsOf,
  generatePromiseEntities,
  generateResourceEntities,
  isOptedOutOfBackstage,
  isOptedOutOfPortal,
  mergeGenerationOptions,
  readEnvironmentOptions,
  serializeDocuments,
  type GeneratedEntities,
  type Manifest,
  type OptionProblem,
  type TemplateDelivery,
} from '@syntasso/plugin-ske-common';

/** What entities are generated from. */
export interface GenerateInput {
  /** Variables `COMPONENT_*` and `TEMPLATE_*`. */
  env: Readonly<Record<string, string | undefined>>;
  singleSpecPage: boolean;
  delivery: TemplateDelivery;
  /** Where the object is from, for errors. */
  file: string;
  about:
    | { workflowType: 'promise'; promise: Manifest }
    /** A Promise that may not be read has only its name. */
    | { workflowType: 'resource'; promise: Manifest; resource: Manifest };
}

/** The text of catalog-info.yaml, and which options do not count. */
export interface EntitiesPlan {
  /** Undefined for a Resource that is opted out of the catalog. */
  catalogInfo: string | undefined;
  problems: OptionProblem[];
}

/**
 * What a generate stage writes. The same input gives the same bytes.
 *
 * @throws InputError for a Promise that nothing can be requested of.
 */
export function planEntities(input: GenerateInput): EntitiesPlan {
  const { about } = input;
  if (about.workflowType === 'resource' && isOptedOut(about))
    return { catalogInfo: undefined, problems: [] };
  const read = readEnvironmentOptions(input.env, about.workflowType);
  const options = mergeGenerationOptions(
    read.options,
    input.singleSpecPage ? { template: { singleSpecPage: true } } : {},
  );
  const generated: GeneratedEntities =
    about.workflowType === 'promise'
      ? generatePromiseEntities({
          promise: about.promise,
          delivery: input.delivery,
          options,
        })
      : generateResourceEntities({
          resource: about.resource,
          promise: about.promise,
          options,
        });
  if (generated.kind === 'noApi') {
    throw new InputError(
      `spec.api of Promise ${about.promise.metadata.name} in ${input.file} has no namespaced API, so there is nothing to request. Add one, or leave this container out of its workflow.`,
    );
  }
  return {
    catalogInfo: serializeDocuments(documentsOf(generated.entities)),
    problems: [...read.problems, ...generated.problems],
  };
}

const isOptedOut = ({
  resource,
  promise,
}: {
  resource: Manifest;
  promise: Manifest;
}) =>
  isOptedOutOfBackstage(resource.metadata) ||
  isOptedOutOfPortal(resource.metadata, promise.metadata);
