import {
  asText,
  at,
  deliveries,
  health,
  ownerOf,
  promiseTitle,
  stages,
  type Manifest,
  type Related,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import {
  conditionViews,
  eventViews,
  healthRecordViews,
  pipelineViews,
  runViews,
  shownManifest,
} from './parts';
import { versionView } from './versions';

/** What hangs below a Resource, as far as the credential may see it. */
export interface ResourceBelongings {
  /** Undefined when the Works may not be seen: health then speaks of the object only. */
  related: Related | undefined;
  jobs: Manifest[];
  podsOf: (job: Manifest) => Manifest[];
  events: Manifest[];
  binding: Manifest | undefined;
  /** The versions of its Promise that are installed. */
  revisions: Manifest[];
}

/** What a Resource's page is made from. */
export interface ResourceParts extends ResourceBelongings {
  resource: Manifest;
  platform: string;
  /** Where changes of it go. */
  writes: ResourceView['writes'];
  promise: Manifest;
  entityRef: string | undefined;
  promiseEntityRef: string | undefined;
  templateRef: string | undefined;
}

/** Builds the read model of a Resource. Pure. */
export function resourceView(parts: ResourceParts): ResourceView {
  const { resource, promise, related } = parts;
  return {
    source: 'cluster',
    writes: parts.writes,
    manifest: shownManifest(resource),
    health: health(resource, related),
    stages: stages(resource, related),
    promise: {
      name: promise.metadata.name,
      version: asText(at(promise, 'status', 'version')),
      title: promiseTitle(promise),
      health: health(promise),
      entityRef: parts.promiseEntityRef,
      templateRef: parts.templateRef,
      owner: ownerOf(promise.metadata.annotations),
    },
    entityRef: parts.entityRef,
    platform: parts.platform,
    conditions: conditionViews(resource),
    pipelines: pipelineViews(resource),
    runs: runViews(parts.jobs, parts.podsOf),
    events: eventViews(parts.events),
    deliveries: related ? deliveries(related) : [],
    deliveriesHidden: related === undefined,
    version: versionView(parts),
    healthRecords: healthRecordViews(resource),
  };
}
