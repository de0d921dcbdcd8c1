import {
  asText,
  at,
  conditionsOf,
  isUnderWay,
  pipelinesOf,
  type Manifest,
  type Offering,
  type VersionView,
} from '@syntasso/plugin-ske-common';

const LATEST = 'latest';

/** Whether a PromiseRevision is of a Promise. */
export const isRevisionOf = (revision: Manifest, promise: string): boolean =>
  at(revision, 'spec', 'promiseRef', 'name') === promise;

/** The installed versions of a Promise, newest revision first. */
export const versionsOf = (promise: string, revisions: Manifest[]): string[] =>
  revisions
    .filter(revision => isRevisionOf(revision, promise))
    .sort(
      (a, b) =>
        Number(isLatest(b)) - Number(isLatest(a)) ||
        created(b).localeCompare(created(a)),
    )
    .map(r => versionOf(at(r, 'spec', 'version')))
    .filter(version => version !== undefined);

/** Which version of its Promise a Resource runs, and which it could. */
export function makeVersionView(parts: {
  resource: Manifest;
  offering: Offering;
  binding: Manifest | undefined;
  revisions: Manifest[];
}): VersionView {
  const { resource, offering, binding, revisions } = parts;
  const installed = versionsOf(offering.name, revisions);
  const running =
    versionOf(at(binding, 'status', 'lastAppliedVersion')) ??
    versionOf(offering.engine.offeringVersionOf(resource));
  const latest = installed[0] ?? versionOf(offering.version);
  const bound = asText(at(binding, 'spec', 'version'));
  const wanted = bound === LATEST ? latest : bound;
  const view = { running, latest, installed, follows: bound === LATEST, bound };
  if (wanted === undefined || running === undefined) {
    return { ...view, upgrade: 'none' };
  }
  if (wanted === running) {
    const isBehind =
      latest !== undefined && latest !== running && installed.includes(latest);
    return { ...view, upgrade: isBehind ? 'possible' : 'none' };
  }
  if (bound !== LATEST && !installed.includes(wanted)) {
    return { ...view, wanted, upgrade: 'notInstalled' };
  }
  const condition = conditionsOf(binding).find(
    ({ type }) => type === 'UpgradeSucceeded',
  );
  const failedVersion =
    versionOf(at(binding, 'status', 'failedVersion')) ?? wanted;
  // Kratix says for a moment that an upgrade failed whose pipelines have only begun.
  const hasBegun = pipelinesOf(resource).some(isUnderWay);
  if (condition?.status === 'False' && !hasBegun) {
    return {
      ...view,
      wanted: failedVersion,
      upgrade: 'failed',
      message: condition.message,
    };
  }
  return { ...view, wanted, upgrade: 'running' };
}

/** Kratix' word for a Promise without versions. */
const NOT_SET = 'not-set';

function versionOf(value: unknown): string | undefined {
  const version = asText(value);
  return version === NOT_SET ? undefined : version;
}

const isLatest = (revision: Manifest) =>
  at(revision, 'status', 'latest') === true ||
  at(revision, 'metadata', 'labels', 'kratix.io/latest-revision') === 'true';

const created = (object: Manifest) => object.metadata.creationTimestamp ?? '';
