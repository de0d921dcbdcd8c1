import { useMemo, useSyncExternalStore } from 'react';
import type {
  ObjectRef,
  PromiseView,
  ResourceView,
} from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../api/useSkeApi';
import type { LiveState, LiveStore } from './LiveStore';

/** A live subject for a component: its state, and a way to retry. */
export interface Live<View> {
  state: LiveState<View>;
  retryNow: () => void;
}

export function useLivePromise(name: string): Live<PromiseView> {
  const api = useSkeApi();
  return useStore(useMemo(() => api.promise(name), [api, name]));
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
