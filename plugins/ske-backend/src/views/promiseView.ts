import {
  asText,
  at,
  conditionsOf,
  health,
  isObject,
  objectsOf,
  pipelinesOf,
  promiseApiOf,
  promiseTitle,
  refOf,
  specWithHints,
  type Manifest,
  type PromiseApi,
  type PromiseView,
} from '@syntasso/plugin-ske-common';
import { redactPromise } from '../redaction/secrets';
import { eventViews, runViews } from './parts';

/** What a Promise's page is made from. */
export interface PromiseParts {
  promise: Manifest;
  platform: string;
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
    ref: refOf(promise),
    resourceVersion: promise.metadata.resourceVersion,
    message: asText(at(redactPromise(promise), 'status', 'message')),
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
      hasSpec: api.hasSpec,
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
    conditions: conditionsOf(promise),
    pipelines: pipelinesOf(promise),
    runs: runViews(parts.jobs, parts.podsOf),
    events: eventViews(parts.events),
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
