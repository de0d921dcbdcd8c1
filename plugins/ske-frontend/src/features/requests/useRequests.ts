import { useEffect, useState } from 'react';
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
  const [records, setRecords] = useState<RequestRecord[]>();
  const { apiVersion, kind, namespace, name } = ref;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let left = false;
    const look = async () => {
      let open = false;
      try {
        const found = await api.requests({ apiVersion, kind, namespace, name });
        if (left) return;
        open = found.some(isOpen);
        setRecords(found);
      } catch {
        // The page stands without; it is asked again.
        if (!left) setRecords(known => known ?? []);
      }
      if (!left) timer = setTimeout(look, open ? SOON_MS : LATER_MS);
    };
    void look();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [api, apiVersion, kind, namespace, name]);
  return records;
}
