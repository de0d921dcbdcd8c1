import type { PlatformHealth } from '@syntasso/plugin-ske-common';

/** Whether nobody has to look at how Backstage reaches the platform. Pure. */
export function isConnectionWell(health: PlatformHealth): boolean {
  const { controller, credentials, discovery, reachable, repository, watches } =
    health;
  const { problems, state, unreadable = [] } = discovery;
  const isEveryRightThere = credentials.every(
    ({ problem, rights, warnings = [] }) =>
      problem === undefined &&
      warnings.length === 0 &&
      rights.every(({ allowed }) => allowed),
  );
  return (
    reachable.state !== 'no' &&
    repository?.readable.state !== 'no' &&
    controller?.readable.state !== 'no' &&
    state !== 'impossible' &&
    unreadable.length === 0 &&
    (problems === undefined || problems.objects === 0) &&
    isEveryRightThere &&
    // What is denied lacks a right, and which one is said there.
    watches.every(watch => watch.state !== 'stale')
  );
}
