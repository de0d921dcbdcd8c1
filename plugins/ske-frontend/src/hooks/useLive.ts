import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import {
  healthOf,
  resourcesQueryText,
  stagesOf,
  type FallbackStatus,
  type ObjectRef,
  type PromiseIdentity,
  type OfferingView,
  type PlatformOverview,
  type ResourceIdentity,
  type ResourcesPage,
  type ResourcesQuery,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../api/useSkeApi';
import { isRefusal, type LiveState, type LiveStore } from '../live/LiveStore';

/** A live subject for a component: its state, and a way to retry. */
export interface Live<View> {
  state: LiveState<View>;
  retryNow: () => void;
}

export function useLivePromise(name: string): Live<OfferingView> {
  const api = useSkeApi();
  return useStore(useMemo(() => api.promise(name), [api, name]));
}

/** A page of Resources, and the last one while another part is on its way. */
export type LiveList = Live<ResourcesPage> & {
  shown: ResourcesPage | undefined;
};

/** Some of a Promise's Resources. */
export function useLiveResources(
  promise: string,
  query: ResourcesQuery,
): LiveList {
  const api = useSkeApi();
  const text = resourcesQueryText(query);
  const store = useMemo(
    () => api.resources(promise, query),
    // The text is the whole query.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [api, promise, text],
  );
  return useList(store, promise);
}

/** Some of the Resources of all Promises. */
export function useLiveAllResources(query: ResourcesQuery): LiveList {
  const api = useSkeApi();
  const text = resourcesQueryText(query);
  const store = useMemo(
    () => api.allResources(query),
    // The text is the whole query.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [api, text],
  );
  return useList(store, 'all Promises');
}

/** @param about - whose Resources they are: a page of others is not shown meanwhile */
function useList(store: LiveStore<ResourcesPage>, about: string): LiveList {
  const live = useStore(store);
  const page = viewOf(live.state);
  const last = useRef<{ about: string; page: ResourcesPage }>(undefined);
  useEffect(() => {
    if (page) last.current = { about, page };
  }, [about, page]);
  const waits = live.state.kind === 'connecting' || isOffline(live.state);
  const lastPage =
    last.current?.about === about ? last.current.page : undefined;
  return { ...live, shown: page ?? (waits ? lastPage : undefined) };
}

/** All of the platform that the person may see. */
export function useLivePlatform(): Live<PlatformOverview> {
  const api = useSkeApi();
  return useStore(useMemo(() => api.platformOverview(), [api]));
}

export function useLiveResource(ref: ObjectRef): Live<ResourceView> {
  const api = useSkeApi();
  const { apiVersion, kind, name, namespace } = ref;
  return useStore(
    useMemo(
      () => api.resource({ apiVersion, kind, name, namespace }),
      [api, apiVersion, kind, name, namespace],
    ),
  );
}

/** The Promise of an entity, which may name its Template itself. */
export function useLivePromiseEntity(
  identity: PromiseIdentity,
): Live<OfferingView> {
  const { state, retryNow } = useLivePromise(identity.promiseName);
  const { templateRef } = identity;
  return useMemo(
    () => ({
      retryNow,
      state: mapView(state, view => ({
        ...view,
        templateRef: templateRef ?? view.templateRef,
      })),
    }),
    [state, retryNow, templateRef],
  );
}

/**
 * The Resource of an entity. Where the platform is reached only through its
 * repository, its status is the one the catalog knows.
 */
export function useLiveEntity(identity: ResourceIdentity): Live<ResourceView> {
  const { state, retryNow } = useLiveResource(identity.ref);
  const { fallbackStatus } = identity;
  return useMemo(
    () => ({
      retryNow,
      state: mapView(state, view => withStatus(view, fallbackStatus)),
    }),
    // The identity is made anew each time; what it says is in the state.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [state, retryNow, JSON.stringify(fallbackStatus)],
  );
}

/** Nothing can be heard; that somebody may not see it is something else. */
const isOffline = (state: LiveState<unknown>) =>
  state.kind === 'failed' && !isRefusal(state.error);

function mapView<View>(
  state: LiveState<View>,
  change: (view: View) => View,
): LiveState<View> {
  switch (state.kind) {
    case 'live':
      return { ...state, view: change(state.view) };
    case 'stale':
      return state.view ? { ...state, view: change(state.view) } : state;
    default:
      return state;
  }
}

function withStatus(
  view: ResourceView,
  fallback: FallbackStatus,
): ResourceView {
  if (view.source === 'cluster' || fallback.kind !== 'parsed') return view;
  const manifest = { ...view.manifest, status: fallback.status };
  return {
    ...view,
    manifest,
    health: healthOf(manifest),
    stages: stagesOf(manifest),
  };
}

function useStore<View>(store: LiveStore<View>): Live<View> {
  const state = useSyncExternalStore(store.subscribe, store.getState);
  return { state, retryNow: store.retryNow };
}

/** The view that can be shown, however fresh. */
export function viewOf<View>(state: LiveState<View>): View | undefined {
  switch (state.kind) {
    case 'live':
    case 'stale':
      return state.view;
    case 'gone':
      return state.lastView;
    default:
      return undefined;
  }
}
