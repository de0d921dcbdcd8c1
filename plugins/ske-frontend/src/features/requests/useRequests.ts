import { useCallback, useEffect, useState } from 'react';
import {
  isOpen,
  type ObjectRef,
  type RequestRecord,
} from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../../api/useSkeApi';

/** How often it is asked, while one is on its way. */
const SOON_MS = 4_000;
/** And otherwise: somebody else may ask for something. */
const LATER_MS = 30_000;

/** What was asked for of a Resource, newest first; undefined until it is known. */
export function useRequests(ref: ObjectRef): RequestRecord[] | undefined {
  const api = useSkeApi();
  const { apiVersion, kind, namespace, name } = ref;
  const ask = useCallback(
    () => api.requests({ apiVersion, kind, namespace, name }),
    [api, apiVersion, kind, namespace, name],
  );
  return usePolled(ask);
}

/** What is on its way and the person's own, newest first; undefined until it is known. */
export function useMyRequests(): RequestRecord[] | undefined {
  const api = useSkeApi();
  const ask = useCallback(() => api.myRequests(), [api]);
  return usePolled(ask);
}

/** Asks again and again, while the component is shown. */
function usePolled(
  ask: () => Promise<RequestRecord[]>,
): RequestRecord[] | undefined {
  const [records, setRecords] = useState<RequestRecord[]>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isUnmounted = false;
    const look = async () => {
      let hasOpen = false;
      try {
        const requests = await ask();
        if (isUnmounted) return;
        hasOpen = requests.some(isOpen);
        setRecords(requests);
      } catch {
        // The page stands without; it is asked again.
        if (!isUnmounted) setRecords(previous => previous ?? []);
      }
      if (!isUnmounted) timer = setTimeout(look, hasOpen ? SOON_MS : LATER_MS);
    };
    void look();
    return () => {
      isUnmounted = true;
      clearTimeout(timer);
    };
  }, [ask]);
  return records;
}
