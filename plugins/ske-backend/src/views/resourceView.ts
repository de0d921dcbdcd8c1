import {
  operationsOf,
  repositoryOnlyHealth,
  requestedByOf,
  type Health,
  type Manifest,
  type OfferedResource,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { redactResource, secretsOfResource } from '../redaction/secrets';
import {
  makeEventViews,
  withoutMalformedParts,
  withoutQuotedSecrets,
} from './parts';

/** What an engine adds to a Resource's view, from the objects that it made for it. */
export type ResourceDetails = Pick<
  ResourceView,
  | 'health'
  | 'problem'
  | 'stages'
  | 'conditions'
  | 'pipelines'
  | 'runs'
  | 'placements'
  | 'placementsHidden'
  | 'version'
  | 'healthRecords'
  | 'periodicRun'
  | 'canPreview'
>;

/** Where only a repository is read, there is nothing to add. */
export const noResourceDetails: ResourceDetails = {
  health: repositoryOnlyHealth,
  stages: [],
  conditions: [],
  pipelines: [],
  runs: [],
  placements: [],
  placementsHidden: true,
  version: {
    running: undefined,
    latest: undefined,
    installed: [],
    follows: false,
    bound: undefined,
    upgrade: 'none',
    message: undefined,
  },
  healthRecords: [],
  canPreview: false,
};

/** What a Resource's page is made from. */
export interface ResourceParts extends OfferedResource {
  details: ResourceDetails;
  events: Manifest[];
  platform: string;
  /** Where changes of it go. */
  writes: ResourceView['writes'];
  entityRef: string | undefined;
  /** As it is shown. */
  offeringHealth: Health;
  offeringEntityRef: string | undefined;
  templateRef: string | undefined;
}

/** Builds the read model of a Resource. Pure. */
export function makeResourceView(parts: ResourceParts): ResourceView {
  const { resource, offering, details } = parts;
  const secrets = secretsOfResource(resource, offering);
  const { manifest, ...view }: ResourceView = {
    source: offering.source.kind === 'definition' ? 'cluster' : 'repository',
    writes: parts.writes,
    manifest: withoutMalformedParts(redactResource(resource, offering)),
    operations: operationsOf(offering.engine),
    paused: offering.engine.isPaused(resource),
    health: details.health,
    problem: details.problem,
    stages: details.stages,
    promise: {
      name: offering.name,
      version: offering.version,
      title: offering.title,
      health: parts.offeringHealth,
      entityRef: parts.offeringEntityRef,
      templateRef: parts.templateRef,
      owner: offering.owner,
    },
    entityRef: parts.entityRef,
    requestedBy: requestedByOf(resource.metadata.annotations),
    platform: parts.platform,
    conditions: details.conditions,
    pipelines: details.pipelines,
    runs: details.runs,
    events: makeEventViews(parts.events),
    placements: details.placements,
    placementsHidden: details.placementsHidden,
    version: details.version,
    healthRecords: details.healthRecords,
    periodicRun: details.periodicRun,
    connect: offering.connect?.guide,
    canPreview: details.canPreview,
  };
  return { ...withoutQuotedSecrets(view, secrets), manifest };
}
