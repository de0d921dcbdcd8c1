import {
  asText,
  at,
  conditionsOf,
  health,
  healthRecordsOf,
  mapValues,
  ownerOf,
  pipelinesOf,
  placementsOf,
  promiseTitle,
  stages,
  type Manifest,
  type Related,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import type { JsonObject } from '@backstage/types';
import { maskText } from '../redaction/maskText';
import { redactResource, secretsOfResource } from '../redaction/secrets';
import { eventViews, runViews, shownManifest } from './parts';
import { versionView } from './versions';

/** What hangs below a Resource, as far as the credential may see it. */
export interface RelatedObjects {
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
export interface ResourceParts extends RelatedObjects {
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
  return withoutQuotedSecrets(secretsOfResource(resource, promise), {
    source: 'cluster',
    writes: parts.writes,
    manifest: shownManifest(redactResource(resource, promise)),
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
    conditions: conditionsOf(resource),
    pipelines: pipelinesOf(resource),
    runs: runViews(parts.jobs, parts.podsOf),
    events: eventViews(parts.events),
    deliveries: related ? placementsOf(related) : [],
    deliveriesHidden: related === undefined,
    version: versionView(parts),
    healthRecords: healthRecordsOf(resource),
  });
}

/** Fields that hold sentences; the platform may quote there a value that it does not like. */
const SENTENCES = /(^|\.)(message|note|details|values\.[^.]+)$/;

function withoutQuotedSecrets(
  secrets: string[],
  { manifest, ...view }: ResourceView,
): ResourceView {
  const masked = mapValues(view as unknown as JsonObject, (text, path) =>
    typeof text === 'string' && SENTENCES.test(path)
      ? maskText(text, secrets)
      : undefined,
  ) as unknown as Omit<ResourceView, 'manifest'>;
  return { ...masked, manifest };
}
