import { useCallback } from 'react';
import {
  isOpen,
  type ObjectRef,
  type RequestRecord,
} from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../../api/useSkeApi';
import { usePolled, type Polled } from '../../hooks/usePolled';

/** How often it is asked, while one is on its way. */
const SOON_MS = 4_000;
/** And otherwise: somebody else may ask for something. */
const LATER_MS = 30_000;

const pauseAfter = (requests: RequestRecord[]) =>
  requests.some(isOpen) ? SOON_MS : LATER_MS;

/** What was asked for of a Resource, newest first; undefined until it is known. */
export function useRequests(ref: ObjectRef): RequestRecord[] | undefined {
  const api = useSkeApi();
  const { apiVersion, kind, namespace, name } = ref;
  const ask = useCallback(
    () => api.requests({ apiVersion, kind, namespace, name }),
    [api, apiVersion, kind, namespace, name],
  );
  return recordsOf(usePolled(ask, pauseAfter));
}

/** What is on its way and the person's own, newest first; undefined until it is known. */
export function useMyRequests(): RequestRecord[] | undefined {
  const api = useSkeApi();
  const ask = useCallback(() => api.myRequests(), [api]);
  return recordsOf(usePolled(ask, pauseAfter));
}

const NONE: RequestRecord[] = [];

/** The page stands without what could not be asked. */
const recordsOf = ({ value, error }: Polled<RequestRecord[]>) =>
  value ?? (error ? NONE : undefined);
