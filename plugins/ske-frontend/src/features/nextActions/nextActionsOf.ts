import type {
  Health,
  HealthReasonCode,
  OfferingView,
  OperationName,
  ResourceView,
  VersionView,
} from '@syntasso/plugin-ske-common';

/** What a page offers to do about a state. */
export type NextAction =
  | 'resume'
  | 'release'
  | 'chooseVersion'
  | 'retry'
  | 'openPromise'
  | 'change'
  | 'upgrade'
  | 'askForHelp';

/**
 * What can be done about the state that a Promise or Resource is in, the best thing
 * first; nothing where it is ready. Whether the person may do it is asked elsewhere.
 */
export const nextActionsOf = (
  view: ResourceView | OfferingView,
): NextAction[] =>
  isResource(view) ? actionsOfResource(view) : actionsOfPromise(view);

/** Whether a view is of a Resource, and not of a Promise. */
export const isResource = (
  view: ResourceView | OfferingView,
): view is ResourceView => 'manifest' in view;

function actionsOfResource(view: ResourceView): NextAction[] {
  const { health, paused, pipelines, version, operations } = view;
  const { code } = health.reason;
  const isDeleting = view.manifest.metadata.deletionTimestamp !== undefined;
  const isVersionMissing =
    version.upgrade === 'failed' || version.upgrade === 'notInstalled';
  if (health.state === 'ready' && !paused && !isVersionMissing) return [];
  const can = (operation: OperationName) => operations.includes(operation);
  const isSuspended = pipelines.some(({ phase }) => phase === 'Suspended');
  const offered: [NextAction, boolean][] = [
    ['resume', paused && can('pause')],
    // Nothing runs while it is paused.
    ['release', !paused && isSuspended && can('release')],
    [
      'chooseVersion',
      !isDeleting &&
        isVersionMissing &&
        can('upgrade') &&
        choosableVersionsOf(version).length > 0,
    ],
    ['retry', !paused && isHelpedByRetry(view.health) && can('retry')],
    ['openPromise', promiseToOpen(view) !== undefined],
    ['change', !isDeleting && HELPED_BY_CHANGE.has(code)],
    [
      'upgrade',
      !isDeleting && version.upgrade === 'possible' && can('upgrade'),
    ],
    ['askForHelp', true],
  ];
  return offered.filter(([, holds]) => holds).map(([action]) => action);
}

/** Running the pipelines again mends nothing where they have succeeded. */
export function isHelpedByRetry({ state, reason }: Health): boolean {
  return state === 'failed'
    ? reason.code !== 'healthUnhealthy'
    : reason.code === 'reconcileFailing';
}

/** Other settings may mend it. */
const HELPED_BY_CHANGE: ReadonlySet<HealthReasonCode> = new Set([
  'pipelineFailed',
  'configureWorkflowFailed',
  'reconcileFailing',
  'healthUnhealthy',
  'healthDegraded',
  'noDestinationMatches',
]);

const actionsOfPromise = (view: OfferingView): NextAction[] => {
  if (view.health.state === 'ready') return [];
  return promiseToOpen(view) ? ['openPromise', 'askForHelp'] : ['askForHelp'];
};

/** What waits for its Promise. */
const WAITS_FOR_PROMISE: ReadonlySet<HealthReasonCode> = new Set([
  'promiseUnavailable',
  'pausedByPromise',
]);

/** The Promise that it waits for, where that has a page: its own, or one that is required. */
export function promiseToOpen(
  view: ResourceView | OfferingView,
): { name: string; entityRef: string } | undefined {
  const { code, values } = view.health.reason;
  if (isResource(view)) {
    const { name, entityRef } = view.promise ?? {};
    return WAITS_FOR_PROMISE.has(code) && name && entityRef
      ? { name, entityRef }
      : undefined;
  }
  const required: Partial<Record<string, string>> = values;
  const { name, entityRef } =
    view.requirements.find(one => one.name === required.promise) ?? {};
  return name && entityRef ? { name, entityRef } : undefined;
}

/**
 * The versions that can be chosen where the wanted one failed, or is not there: what
 * runs now, and every newer one that is installed, the newest first.
 */
export function choosableVersionsOf({
  running,
  installed,
  wanted,
}: VersionView): string[] {
  const place = running === undefined ? -1 : installed.indexOf(running);
  const newer = place === -1 ? installed : installed.slice(0, place + 1);
  return newer.filter(version => version !== wanted);
}
