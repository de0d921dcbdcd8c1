import {
  asText,
  at,
  health,
  ownerOf,
  isObject,
  objectsOf,
  promiseApiOf,
  promiseTitle,
  specWithHints,
  type Manifest,
  type PromiseApi,
  type PromiseView,
  type ResourceSummary,
} from '@syntasso/plugin-ske-common';
import { maskText } from '../redaction/maskText';
import { redactPromise, secretsOfResource } from '../redaction/secrets';
import {
  conditionViews,
  eventViews,
  pipelineViews,
  runViews,
  shownManifest,
} from './parts';

/** What a Promise's page is made from. */
export interface PromiseParts {
  promise: Manifest;
  platform: string;
  resources: Manifest[];
  /** Why there may be more Resources than these. */
  resourcesDenied: string | undefined;
  entityRefOf: (resource: Manifest) => string | undefined;
  templateRef: string | undefined;
  jobs: Manifest[];
  podsOf: (job: Manifest) => Manifest[];
  events: Manifest[];
}

/** Builds the read model of a Promise. Pure. */
export function promiseView(parts: PromiseParts): PromiseView {
  const { promise } = parts;
  const api = promiseApiOf(promise);
  return {
    source: 'cluster',
    manifest: shownManifest(redactPromise(promise)),
    platform: parts.platform,
    title: promiseTitle(promise),
    version:
      asText(at(promise, 'status', 'version')) ??
      promise.metadata.labels?.['kratix.io/promise-version'],
    health: health(promise),
    available: at(promise, 'status', 'status') === 'Available',
    api: api && {
      group: api.group,
      version: api.version,
      kind: api.kind,
      plural: api.plural,
    },
    templateRef: parts.templateRef,
    destinationSelectors: objectsOf(at(promise, 'spec', 'destinationSelectors'))
      .map(selector => selector.matchLabels)
      .filter(isObject)
      .map(labels =>
        Object.fromEntries(
          Object.entries(labels).map(([key, value]) => [key, String(value)]),
        ),
      ),
    requirements: requirementsOf(promise),
    conditions: conditionViews(promise),
    pipelines: pipelineViews(promise),
    runs: runViews(parts.jobs, parts.podsOf),
    events: eventViews(parts.events),
    resources: parts.resources
      .filter(r => r.metadata.labels?.['kratix.io/dry-run'] !== 'true')
      .map(resource => summary(resource, parts)),
    resourcesDenied: parts.resourcesDenied,
    requiredBy: objectsOf(at(promise, 'status', 'requiredBy'))
      .map(dependant => asText(at(dependant, 'promise', 'name')))
      .filter(name => name !== undefined),
    formProblems: api && formProblems(promise, api),
  };
}

function formProblems(promise: Manifest, api: PromiseApi) {
  const { problems } = specWithHints(promise, api);
  return problems.length > 0 ? problems : undefined;
}

function summary(resource: Manifest, parts: PromiseParts): ResourceSummary {
  const { name, namespace, uid, creationTimestamp } = resource.metadata;
  return {
    ref: {
      apiVersion: resource.apiVersion,
      kind: resource.kind,
      name,
      namespace,
    },
    uid: uid ?? `${namespace}/${name}`,
    entityRef: parts.entityRefOf(resource),
    health: withoutQuotedSecrets(resource, parts.promise),
    promiseVersion: asText(at(resource, 'status', 'promiseVersion')),
    owner: ownerOf(resource.metadata.annotations),
    createdAt: creationTimestamp,
  };
}

/** A Resource's health, without what the platform quotes of its secrets. */
function withoutQuotedSecrets(resource: Manifest, promise: Manifest) {
  const { reason, ...rest } = health(resource);
  const values = Object.entries(reason.values);
  if (values.length === 0) return { ...rest, reason };
  const secrets = secretsOfResource(resource, promise);
  return {
    ...rest,
    reason: {
      ...reason,
      values: Object.fromEntries(
        values.map(([key, text]) => [key, maskText(text, secrets)]),
      ),
    },
  };
}

function requirementsOf(promise: Manifest): PromiseView['requirements'] {
  const states = objectsOf(at(promise, 'status', 'requiredPromises'));
  return objectsOf(at(promise, 'spec', 'requiredPromises')).map(required => {
    const name = asText(required.name) ?? '';
    const known = states.find(state => state.name === name);
    return {
      name,
      version: asText(required.version),
      state: asText(known?.state) ?? 'Requirement state unknown',
    };
  });
}
