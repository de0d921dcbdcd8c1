import {
  asText,
  at,
  audienceOf,
  conditionsOf,
  isObject,
  objectsOf,
  oncePerObject,
  ownerOf,
  refOf,
  type Health,
  type Manifest,
  type Offering,
} from '@syntasso/plugin-ske-common';
import type { ClusterEngine, WatchSpec } from '../live/ClusterEngine';
import { noOfferingDetails } from '../views/offeringView';
import { noResourceDetails } from '../views/resourceView';

const GROUP = 'blueprints.example.org';
const TENDING = `${GROUP}/tending`;
const byInstance = 'instance';

/** What belongs to an instance of a Blueprint: ConfigMaps that name it. */
const parts: WatchSpec = {
  type: { group: '', version: 'v1', plural: 'configmaps' },
  list: { labelSelector: `${GROUP}/instance` },
  indexes: {
    [byInstance]: ({ metadata }) => [
      `${metadata.namespace}/${metadata.labels?.[`${GROUP}/instance`]}`,
    ],
  },
};

/**
 * An engine that shares nothing with Kratix: a Blueprint provides a kind, and says
 * `status.state` of it. It is all that another engine needs.
 */
export const blueprints: ClusterEngine = {
  name: 'blueprints',
  texts: { offering: 'Blueprint', tag: 'blueprint' },
  operations: {
    pause: { on: { [TENDING]: 'off' }, off: { [TENDING]: null } },
    upgrade: false,
  },
  hiddenSpecFields: ['recipe'],
  definitions: { group: GROUP, version: 'v1', plural: 'blueprints' },
  rights: [],
  isDefinition: ({ apiVersion, kind }) =>
    apiVersion === `${GROUP}/v1` && kind === 'Blueprint',
  offeringOf: oncePerObject(offeringOf),
  healthOf,
  offeringVersionOf: resource => asText(at(resource, 'status', 'edition')),
  isPaused: ({ metadata }) => metadata.labels?.[TENDING] === 'off',
  isInternal: () => false,
  catalogChoiceOf: () => undefined,
  workloadSelector: (_, { metadata }) => `${GROUP}/instance=${metadata.name}`,
  healthDependencies: () => [],
  offeringHealth: (_, { health }) => health,
  resourceHealth: (_, { resource }) => healthOf(resource),
  offeringDependencies: () => [],
  offeringDetails: () => noOfferingDetails,
  resourceDependencies: (watches, _, { namespace }) => [
    { watch: watches.watch(parts, namespace) },
  ],
  resourceDetails(watches, { resource }, show) {
    const { namespace = 'default', name } = resource.metadata;
    const { state, store } = watches.watch(parts, namespace);
    if (state.kind === 'starting') return 'starting';
    return {
      ...noResourceDetails,
      health: show(healthOf(resource)),
      conditions: conditionsOf(resource),
      healthRecords: store
        .byIndex(byInstance, `${namespace}/${name}`)
        .map(part => ({
          name: part.metadata.name,
          state: asText(at(part, 'data', 'state')) ?? 'unknown',
        })),
    };
  },
  ownsPod: () => false,
  upgrade: async () => {
    throw new Error('Blueprints have no versions.');
  },
};

function healthOf(object: Manifest): Health {
  const grown = at(object, 'status', 'state') === 'Grown';
  return {
    state: grown ? 'ready' : 'progressing',
    reason: { code: grown ? 'reconciled' : 'noStatus', values: {} },
  };
}

function offeringOf(definition: Manifest): Offering {
  const { metadata, spec } = definition;
  const { group, kind, plural, schema } = isObject(spec?.provides)
    ? spec.provides
    : {};
  const title = String(kind);
  const [edition] = objectsOf(at(definition, 'status', 'editions'));
  return {
    engine: blueprints,
    source: { kind: 'definition', definition },
    ref: refOf(definition),
    name: metadata.name,
    metadata,
    title,
    description: `${title} from a Blueprint`,
    version: asText(edition?.name),
    owner: ownerOf(metadata.annotations),
    audience: audienceOf(metadata.annotations),
    api: {
      group: String(group),
      kind: title,
      served: { version: 'v1', plural: String(plural) },
      hasSpec: true,
    },
    form: {
      spec: isObject(schema) ? schema : {},
      otherFields: {},
      problems: [],
    },
    health: healthOf(definition),
    isAvailable: true,
  };
}
