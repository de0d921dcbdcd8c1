import { useEffect, useMemo, useRef, useState } from 'react';
import {
  subjectKey,
  type ObjectRef,
  type OperationName,
} from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../../api/useSkeApi';
import type { LiveList } from '../../hooks/useLive';
import { rowOperationOf, type RowOperationName } from './rowOperationOf';

/** What is known of the operations that the rows of a list offer. */
export interface RowOperations {
  /** Whether the person may do it; false until that is known. */
  isAllowed(ref: ObjectRef, operation: RowOperationName): boolean;
  /** Whether the rows may be out of date; then nothing can be done from them. */
  isStale: boolean;
  /** What was done last, for lists in which the row may not be any more. */
  done: string | undefined;
  setDone(text: string): void;
}

/**
 * What the person may do to the Resources of a list: asked at once for all rows that offer
 * something, and for each of them once.
 */
export function useRowOperations({ shown, state }: LiveList): RowOperations {
  const api = useSkeApi();
  const [allowed, setAllowed] = useState<ReadonlyMap<string, OperationName[]>>(
    new Map(),
  );
  const [done, setDone] = useState<string>();
  const askedKeys = useRef(new Set<string>());
  const refs = useMemo(
    () =>
      (shown?.rows ?? [])
        .filter(row => rowOperationOf(row) !== undefined)
        .map(({ ref }) => ref),
    [shown],
  );
  useEffect(() => {
    const newRefs = refs.filter(ref => !askedKeys.current.has(keyOf(ref)));
    if (newRefs.length === 0) return;
    newRefs.forEach(ref => askedKeys.current.add(keyOf(ref)));
    api.operable(newRefs).then(
      items =>
        setAllowed(
          known =>
            new Map([
              ...known,
              ...items.map(
                ({ ref, operations }) => [keyOf(ref), operations] as const,
              ),
            ]),
        ),
      // Nothing is offered until it is known to be allowed. The next change of the list asks
      // again; the page of the Resource says what is wrong.
      () => newRefs.forEach(ref => askedKeys.current.delete(keyOf(ref))),
    );
  }, [api, refs]);
  return {
    isAllowed: (ref, operation) =>
      allowed.get(keyOf(ref))?.includes(OPERATIONS[operation]) ?? false,
    isStale: state.kind !== 'live' && state.kind !== 'connecting',
    done,
    setDone,
  };
}

/** The operations of engines, which name pausing and resuming alike. */
const OPERATIONS: Record<RowOperationName, OperationName> = {
  resume: 'pause',
  release: 'release',
  retry: 'retry',
};

const keyOf = (ref: ObjectRef) => subjectKey({ kind: 'resource', ref });
