import {
  asText,
  at,
  conditionsOf,
  type Manifest,
  type Offering,
  type VersionView,
} from '@syntasso/plugin-ske-common';

const LATEST = 'latest';

/** The installed versions of a Promise, newest revision first. */
export const versionsOf = (promise: string, revisions: Manifest[]): string[] =>
  revisions
    .filter(r => at(r, 'spec', 'promiseRef', 'name') === promise)
    .sort(
      (a, b) =>
        Number(isLatest(b)) - Number(isLatest(a)) ||
        created(b).localeCompare(created(a)),
    )
    .map(r => asText(at(r, 'spec', 'version')) ?? '')
    .filter(Boolean);

/** Which version of its Promise a Resource runs, and which it could. */
export function makeVersionView(parts: {
  resource: Manifest;
  offering: Offering;
  binding: Manifest | undefined;
  revisions: Manifest[];
}): VersionView {
  const { resource, offering, binding, revisions } = parts;
  const installed = versionsOf(offering.name, revisions);
  const runningVersion =
    asText(at(binding, 'status', 'lastAppliedVersion')) ??
    offering.engine.offeringVersionOf(resource);
  const latest = installed[0] ?? offering.version;
  const boundVersion = asText(at(binding, 'spec', 'version'));
  const upgrade = conditionsOf(binding).find(
    c => c.type === 'UpgradeSucceeded',
  );
  return {
    running: runningVersion,
    latest,
    installed,
    follows: boundVersion === LATEST,
    bound: boundVersion,
    upgrade: upgradeOf(upgrade?.status, {
      possible:
        boundVersion !== undefined &&
        boundVersion !== LATEST &&
        latest !== undefined &&
        latest !== runningVersion &&
        installed.includes(latest),
    }),
    message: upgrade?.status === 'False' ? upgrade.message : undefined,
  };
}

function upgradeOf(
  succeeded: string | undefined,
  { possible }: { possible: boolean },
): VersionView['upgrade'] {
  if (succeeded === 'Unknown') return 'running';
  if (succeeded === 'False') return 'failed';
  return possible ? 'possible' : 'none';
}

const isLatest = (revision: Manifest) =>
  at(revision, 'status', 'latest') === true ||
  at(revision, 'metadata', 'labels', 'kratix.io/latest-revision') === 'true';

const created = (object: Manifest) => object.metadata.creationTimestamp ?? '';
