import {
  asText,
  at,
  conditionsOf,
  labels,
  type Condition,
  type Manifest,
  type ReleaseView,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { WatchSpec, Watches } from '../../live/ClusterEngine';
import type { Dependency } from '../../live/LiveSource';
import { maskText } from '../../redaction/maskText';

const releases: WatchSpec = { type: resourceTypes.promiseReleases };

/** Only a Promise that a PromiseRelease installs needs the watch on them. */
export function releaseDependencies(
  watches: Watches,
  promise: Manifest['metadata'],
): Dependency[] {
  const name = releaseNameOf(promise);
  if (name === undefined) return [];
  return [
    {
      watch: watches.watch(releases),
      concerns: ({ metadata }) => metadata.name === name,
    },
  ];
}

/** The PromiseRelease that installs a Promise; undefined where none does. */
export function findRelease(
  watches: Watches,
  promise: Manifest['metadata'],
): ReleaseView | undefined {
  const name = releaseNameOf(promise);
  if (name === undefined) return undefined;
  const { store, state } = watches.watch(releases);
  const release = store.get(undefined, name);
  if (!release && state.kind === 'denied') return { name, state: 'hidden' };
  if (!release && state.kind === 'live') return { name, state: 'notFound' };
  const installed = conditionsOf(release).find(
    ({ type }) => type === 'Installed',
  );
  const url = asText(at(release, 'spec', 'sourceRef', 'url'));
  return {
    name,
    version: asText(at(release, 'spec', 'version')),
    // An address may have a password or a token in it.
    url: url && maskText(url, []),
    state: stateOf(installed),
    message: installed?.message && maskText(installed.message, []),
  };
}

const releaseNameOf = ({ labels: given }: Manifest['metadata']) =>
  given?.[labels.promiseReleaseName];

function stateOf(installed: Condition | undefined): ReleaseView['state'] {
  if (installed?.status === 'True') return 'installed';
  return installed?.status === 'False' ? 'failed' : 'unknown';
}
