import {
  asText,
  healthOf,
  labels,
  type Health,
  type Manifest,
  type OfferedResource,
  type Offering,
  type Related,
} from '@syntasso/plugin-ske-common';
import type { SharedInformer } from '@syntasso/plugin-ske-node';
import type {
  HealthDependency,
  HealthSubject,
  Watches,
} from '../../live/ClusterEngine';
import type { Dependency } from '../../live/LiveSource';
import {
  byDestination,
  byOwner,
  byWork,
  destinationNamesOf,
  healthWatches,
  ownerKey,
  KRATIX_NAMESPACE,
  subjectOf,
  type HealthWatches,
} from './watches';

/** See {@link ClusterEngine.healthDependencies}. */
export function healthDependencies(
  watches: Watches,
  namespaces: readonly string[] | undefined,
): HealthDependency[] {
  const inNamespaces = (namespaces ?? [undefined]).map(namespace =>
    healthWatches(watches, namespace),
  );
  // Those of several namespaces are the same where the credential may watch all.
  const distinct = inNamespaces.filter(
    (one, index) =>
      inNamespaces.findIndex(other => areSame(one, other)) === index,
  );
  // What is on a Destination, which has one watch, may be in any of them.
  const readersByWatch = new Map<SharedInformer, Set<SubjectReader>>();
  for (const { watch, subjectsOf } of distinct.flatMap(dependenciesIn)) {
    const readers = readersByWatch.get(watch) ?? new Set();
    readersByWatch.set(watch, readers.add(subjectsOf));
  }
  return [...readersByWatch].map(([watch, readers]) => ({
    watch,
    subjectsOf: object => [...readers].flatMap(read => read(object)),
  }));
}

type SubjectReader = HealthDependency['subjectsOf'];

const areSame = (one: HealthWatches, other: HealthWatches): boolean =>
  one.works === other.works &&
  one.workPlacements === other.workPlacements &&
  one.deleteJobs === other.deleteJobs;

/** Of what Kratix has labelled with its Promise and Resource. */
function labelledSubjectsOf(object: Manifest): HealthSubject[] {
  const subject = subjectOf(object);
  return subject ? [subject] : [];
}

function dependenciesIn(watches: HealthWatches): HealthDependency[] {
  const { works, workPlacements, destinations, deleteJobs } = watches;
  const ofPlacement = (placement: Manifest): HealthSubject[] => {
    // Its Work says in which namespace the Resource is, where pipelines run elsewhere.
    const name = placement.metadata.labels?.[labels.work];
    const work = name && works.store.get(placement.metadata.namespace, name);
    if (work) return labelledSubjectsOf(work);
    const { metadata, spec } = placement;
    const offering = asText(spec?.promiseName);
    const resourceName = asText(spec?.resourceName);
    const { namespace = 'default' } = metadata;
    const resource = resourceName
      ? { namespace, name: resourceName }
      : undefined;
    return offering ? [{ offering, resource }] : [];
  };
  return [
    { watch: works, subjectsOf: labelledSubjectsOf },
    { watch: workPlacements, subjectsOf: ofPlacement },
    {
      watch: destinations,
      subjectsOf: ({ metadata }) =>
        workPlacements.store
          .byIndex(byDestination, metadata.name)
          .flatMap(ofPlacement),
    },
    { watch: deleteJobs, subjectsOf: labelledSubjectsOf },
  ];
}

/**
 * What a page depends on because it decides the health of its Promise or Resource.
 *
 * @param namespace - where Kratix keeps what it has made of it
 */
export const healthDependenciesOf = (
  watches: Watches,
  namespace: string,
  isSubject: (subject: HealthSubject) => boolean,
): Dependency[] =>
  dependenciesIn(healthWatches(watches, namespace)).map(
    ({ watch, subjectsOf }) => ({
      watch,
      concerns: object => subjectsOf(object).some(isSubject),
    }),
  );

/** The health of a Promise, with what Kratix installs for it. */
export const offeringHealth = (watches: Watches, offering: Offering): Health =>
  offering.source.kind === 'definition'
    ? healthOf(offering.source.definition, relatedOfOffering(watches, offering))
    : offering.health;

/** What Kratix has made of a Promise itself; undefined where its Works may not be seen. */
export const relatedOfOffering = (
  watches: Watches,
  { name }: Offering,
): Related | undefined =>
  relatedOf(healthWatches(watches, KRATIX_NAMESPACE), ownerKey(name));

/** The health of a Resource, with what Kratix has made of it. */
export const resourceHealth = (
  watches: Watches,
  offered: OfferedResource,
): Health =>
  healthWithRelated(offered.resource, relatedOfResource(watches, offered));

/**
 * The health of a Resource as far as it was looked at: where its Works may not be seen,
 * nobody knows that everything is in place.
 */
export function healthWithRelated(
  resource: Manifest,
  related: Related | undefined,
): Health {
  const health = healthOf(resource, related);
  return related === undefined && health.reason.code === 'reconciled'
    ? { ...health, reason: { code: 'deliveriesHidden', values: {} } }
    : health;
}

/** What Kratix has made of a Resource; undefined where its Works may not be seen. */
export function relatedOfResource(
  watches: Watches,
  { offering, resource }: OfferedResource,
): Related | undefined {
  const { name, namespace = 'default' } = resource.metadata;
  const related = relatedOf(
    healthWatches(watches, namespace),
    ownerKey(offering.name, { namespace, name }),
  );
  const { source } = offering;
  return related && source.kind === 'definition'
    ? { ...related, promise: source.definition }
    : related;
}

function relatedOf(
  { works, workPlacements, destinations, deleteJobs }: HealthWatches,
  owner: string,
): Related | undefined {
  if (![works, workPlacements].every(isVisible)) return undefined;
  const ownWorks = works.store.byIndex(byOwner, owner).sort(byName);
  const ownPlacements = ownWorks.flatMap(({ metadata }) =>
    workPlacements.store
      .byIndex(byWork, `${metadata.namespace}/${metadata.name}`)
      .sort(byName),
  );
  const destinationNames = new Set(ownPlacements.flatMap(destinationNamesOf));
  return {
    works: ownWorks,
    workPlacements: ownPlacements,
    // They may not be readable.
    destinations: [...destinationNames]
      .map(name => destinations.store.get(undefined, name))
      .filter(destination => destination !== undefined),
    jobs: isVisible(deleteJobs)
      ? deleteJobs.store.byIndex(byOwner, owner)
      : undefined,
  };
}

/** Whether the watch has all objects, of now or of when it was live. */
const isVisible = ({ state }: SharedInformer) =>
  state.kind === 'live' ||
  state.kind === 'absent' ||
  (state.kind === 'stale' && !state.incomplete);

const byName = (a: Manifest, b: Manifest) =>
  a.metadata.name.localeCompare(b.metadata.name);
