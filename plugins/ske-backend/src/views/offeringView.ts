import {
  asText,
  at,
  type Health,
  type Manifest,
  type Offering,
  type OfferingView,
} from '@syntasso/plugin-ske-common';
import { redactDefinition } from '../redaction/secrets';
import { makeEventViews } from './parts';

/** What an engine adds to an offering's view besides the definition. */
export type OfferingDetails = Pick<
  OfferingView,
  | 'destinationSelectors'
  | 'requirements'
  | 'conditions'
  | 'pipelines'
  | 'runs'
  | 'deletion'
  | 'requiredBy'
  | 'release'
  | 'canPreview'
>;

/** Where only a repository is read, there is nothing to add. */
export const noOfferingDetails: OfferingDetails = {
  destinationSelectors: [],
  requirements: [],
  conditions: [],
  pipelines: [],
  runs: [],
  requiredBy: [],
  canPreview: false,
};

/** What an offering's page is made from. */
export interface OfferingParts {
  offering: Offering;
  details: OfferingDetails;
  /** As it is shown. */
  health: Health;
  platform: string;
  templateRef: string | undefined;
  /** What of it does not come into the catalog as it is. */
  catalogProblems?: OfferingView['catalogProblems'];
  /** How a controller keeps its entities. */
  catalogSync?: OfferingView['catalogSync'];
  events: Manifest[];
}

/** Builds the read model of an offering. Pure. */
export function makeOfferingView(parts: OfferingParts): OfferingView {
  const { offering, details } = parts;
  const { api, connect, form, source } = offering;
  return {
    source: source.kind === 'definition' ? 'cluster' : 'repository',
    ref: offering.ref,
    resourceVersion: offering.metadata.resourceVersion,
    message:
      source.kind === 'definition'
        ? asText(at(redactDefinition(offering), 'status', 'message'))
        : undefined,
    platform: parts.platform,
    title: offering.title,
    version: offering.version,
    health: parts.health,
    available: offering.isAvailable,
    api: api && {
      group: api.group,
      version: api.served?.version,
      kind: api.kind,
      plural: api.served?.plural,
      hasSpec: api.hasSpec,
    },
    templateRef: parts.templateRef,
    destinationSelectors: details.destinationSelectors,
    requirements: details.requirements,
    conditions: details.conditions,
    pipelines: details.pipelines,
    runs: details.runs,
    deletion: details.deletion,
    events: makeEventViews(parts.events),
    requiredBy: details.requiredBy,
    release: details.release,
    canPreview: details.canPreview,
    catalogProblems: parts.catalogProblems,
    catalogSync: parts.catalogSync,
    formProblems: form && form.problems.length > 0 ? form.problems : undefined,
    connectProblems: connect?.problems.length ? connect.problems : undefined,
  };
}
