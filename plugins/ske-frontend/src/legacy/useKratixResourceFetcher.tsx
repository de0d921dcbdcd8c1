import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  annotations,
  identify,
  type Identity,
  type Manifest,
  type OfferingView,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../api/useSkeApi';
import type { LiveState } from '../live/LiveStore';
import { useAsync } from '../hooks/useAsync';
import { useT } from '../translations/useT';
import { fetcherBannerOf } from './fetcherBanner';
import {
  Stage,
  type EntityIdentifier,
  type KratixResourceResult,
  type UseKratixResourceFetcherOptions,
} from './types';

type EitherView = OfferingView | ResourceView;

const nothing = {
  subscribe: () => () => {},
  getState: (): LiveState<EitherView> => CONNECTING,
  retryNow: () => {},
};
const CONNECTING: LiveState<EitherView> = { kind: 'connecting' };

/**
 * The object of the current entity, live, with the stage and banner of the
 * page around it. Without an override only the annotation decides what it is:
 * `promise` is a Promise, anything else a Resource. The banner says of a deletion that the
 * entity waits for, else what went wrong, else of a review that the entity waits for.
 *
 * @public
 */
export function useKratixResourceFetcher(
  options: UseKratixResourceFetcherOptions = {},
): KratixResourceResult {
  const t = useT();
  const api = useSkeApi();
  const { entity } = useEntity();
  const resourceType =
    options.resourceType ??
    (entity.metadata.annotations?.[annotations.type] === 'promise'
      ? 'promise'
      : 'resource');
  const identity = useMemo<Identity>(
    () => identify(entity, resourceType),
    [entity, resourceType],
  );
  const store = useMemo(() => {
    if (identity.kind === 'promise') return api.promise(identity.promiseName);
    if (identity.kind === 'resource') return api.resource(identity.ref);
    return nothing;
  }, [api, identity]);
  const state = useSyncExternalStore<LiveState<EitherView>>(
    store.subscribe,
    store.getState,
  );
  const [override, setOverride] = useState<Stage>();

  const { manifest: resource, error, retry } = useManifest(state);
  const stateOrError: LiveState<EitherView> = error
    ? { kind: 'failed', error }
    : state;
  const stage = override ?? stageOf(identity, stateOrError, resource);
  const { message, element } = fetcherBannerOf({
    t,
    identity,
    state: stateOrError,
    stage,
    retryNow: error ? retry : store.retryNow,
  });
  return {
    resource,
    bannerMessage: message,
    showBanner: message !== '',
    banner: element,
    resourceType,
    currentStage: stage,
    setStage: setOverride,
    missingKratixAnnotations: identity.kind === 'invalid',
    showDeletionBanner: message !== '',
    entityIdentifier: identifierOf(identity),
  };
}

/** The manifest of what is shown; of a Promise it is asked for, its page needs none. */
function useManifest(state: LiveState<EitherView>): {
  manifest: Manifest | null;
  error: Error | undefined;
  retry: () => void;
} {
  const api = useSkeApi();
  const view = shownOf(state);
  const promise = view && 'ref' in view ? view : undefined;
  const [last, setLast] = useState<Manifest>();
  const { value, error, retry } = useAsync(
    async () => (promise ? api.manifest(promise.ref) : undefined),
    [api, promise?.ref.name, promise?.resourceVersion],
  );
  // The last one stays while the next is on its way.
  useEffect(() => setLast(previous => value ?? previous), [value]);
  const ofPromise = [value, last].find(
    manifest => manifest?.metadata.name === promise?.ref.name,
  );
  const manifest = view && 'manifest' in view ? view.manifest : ofPromise;
  return {
    manifest: (view && manifest) ?? null,
    error: manifest ? undefined : error,
    retry,
  };
}

const shownOf = (state: LiveState<EitherView>) =>
  state.kind === 'live' || state.kind === 'stale' ? state.view : undefined;

function stageOf(
  identity: Identity,
  state: LiveState<EitherView>,
  manifest: Manifest | null,
): Stage {
  if (identity.kind === 'invalid' || state.kind === 'failed')
    return Stage.ERROR;
  if (state.kind === 'connecting') return Stage.FETCHING;
  if (state.kind === 'gone') {
    // A Resource that is not there is deleted, or nearly; a Promise's page stays.
    return identity.kind === 'promise' ? Stage.READY : Stage.DELETING;
  }
  if (!shownOf(state)) return Stage.ERROR;
  if (!manifest) return Stage.FETCHING;
  return manifest.metadata.deletionTimestamp ? Stage.DELETING : Stage.READY;
}

function identifierOf(identity: Identity): EntityIdentifier | undefined {
  if (identity.kind !== 'resource') return undefined;
  return {
    ...identity.ref,
    templateName: identity.templateRef?.replace(/^template:default\//, ''),
    ...(identity.requestsRepoUrl
      ? { requestsRepoUrl: identity.requestsRepoUrl }
      : {}),
  };
}
