import { useCallback, useEffect, useRef, useState } from 'react';
import type {
  OfferingVersion,
  ResourceSummary,
} from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../../../api/useSkeApi';
import type { ValueProblem } from '../../../form/validate';

/** What is known of a Resource and a newer version. */
export type UpgradeState =
  | { kind: 'checking' }
  | { kind: 'fits' }
  | { kind: 'refused'; problems: ValueProblem[] }
  | { kind: 'upgrading' }
  | { kind: 'upgraded' }
  | { kind: 'failed'; error: Error };

/** Checks and upgrades of several Resources, one after the other. */
export interface Upgrades {
  /** By the uids of Resources. */
  states: ReadonlyMap<string, UpgradeState>;
  isRunning: boolean;
  check(rows: ResourceSummary[]): void;
  upgrade(rows: ResourceSummary[]): void;
  /** Begins with no further one. */
  stop(): void;
}

/** @param to - the version that Resources are to run */
export function useUpgrades(to: OfferingVersion): Upgrades {
  const api = useSkeApi();
  const [states, setStates] = useState<Upgrades['states']>(new Map());
  const [isRunning, setIsRunning] = useState(false);
  const isStopped = useRef(false);
  // Who leaves the page has asked for no more.
  useEffect(
    () => () => {
      isStopped.current = true;
    },
    [],
  );
  const run = useCallback(
    async (
      rows: ResourceSummary[],
      begin: UpgradeState,
      work: (row: ResourceSummary) => Promise<UpgradeState>,
    ) => {
      isStopped.current = false;
      setIsRunning(true);
      const note = (uid: string, state: UpgradeState) =>
        setStates(current => new Map(current).set(uid, state));
      for (const row of rows) {
        if (isStopped.current) break;
        note(row.uid, begin);
        const state = await work(row).catch(
          (error: Error): UpgradeState => ({ kind: 'failed', error }),
        );
        note(row.uid, state);
      }
      setIsRunning(false);
    },
    [],
  );
  const { spec, version } = to;
  return {
    states,
    isRunning,
    check: rows =>
      void run(rows, { kind: 'checking' }, async ({ ref }) => {
        if (!spec) return { kind: 'fits' };
        // What checks values by a schema is loaded when somebody checks.
        const [{ findRefusals }, manifest] = await Promise.all([
          import('./findRefusals'),
          api.manifest(ref),
        ]);
        const problems = findRefusals(spec, manifest);
        return problems.length > 0
          ? { kind: 'refused', problems }
          : { kind: 'fits' };
      }),
    upgrade: rows =>
      void run(rows, { kind: 'upgrading' }, async ({ ref }) => {
        await api.upgrade(ref, version);
        return { kind: 'upgraded' };
      }),
    stop() {
      isStopped.current = true;
    },
  };
}
