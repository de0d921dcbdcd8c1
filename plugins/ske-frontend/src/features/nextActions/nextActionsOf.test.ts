import {
  healthReasonCodes,
  healthReasonSchema,
  healthReasons,
  type HealthReasonCode,
  type HealthState,
  type OfferingView,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { promiseView, resourceView } from '../../__testUtils__/views';
import {
  choosableVersionsOf,
  nextActionsOf,
  type NextAction,
} from './nextActionsOf';
import { isOperateAction } from './OperateAction';
import { rowOperationOf } from './rowOperationOf';

/** A reason with a word for each of its values. */
const healthWith = (state: HealthState, code: HealthReasonCode) => ({
  state,
  reason: healthReasonSchema.parse({
    code,
    values: Object.fromEntries(
      [...healthReasons[code].text.matchAll(/\{\{(\w+)\}\}/g)].map(
        ([, name]) => [name, `the-${name}`],
      ),
    ),
  }),
});

const promise: NonNullable<ResourceView['promise']> = {
  name: 'redis',
  title: 'Redis',
  owner: 'group:default/platform',
  entityRef: 'component:default/redis-promise',
  health: healthWith('ready', 'promiseAvailable'),
};
const deletionTimestamp = '2026-08-03T07:00:00Z';

/** A Resource in the state that a reason is given for, as the platform has it then. */
function resourceWith(
  state: HealthState,
  code: HealthReasonCode,
  more: Partial<ResourceView> = {},
): ResourceView {
  const view = resourceView({ workflows: 1 });
  const isDeletion = /^delet/.test(code);
  return {
    ...view,
    promise,
    health: healthWith(state, code),
    paused: code === 'paused' || code === 'deletionPaused',
    pipelines: /suspended/i.test(code)
      ? [{ name: 'approval', phase: 'Suspended' }]
      : [],
    manifest: isDeletion
      ? {
          ...view.manifest,
          metadata: { ...view.manifest.metadata, deletionTimestamp },
        }
      : view.manifest,
    ...more,
  };
}

const promiseWith = (
  state: HealthState,
  code: HealthReasonCode,
): OfferingView =>
  promiseView({
    health: healthWith(state, code),
    requirements: [
      { name: 'another', state: 'installed' },
      {
        name: 'the-promise',
        state: 'notAvailable',
        entityRef: 'component:default/the-promise',
      },
    ],
  });

const HELP: NextAction[] = ['askForHelp'];
const CHANGE: NextAction[] = ['change', 'askForHelp'];
const RETRY: NextAction[] = ['retry', 'change', 'askForHelp'];
const OPEN: NextAction[] = ['openPromise', 'askForHelp'];
const NOTHING: NextAction[] = [];

type Row = [
  kind: 'resource' | 'promise',
  state: HealthState,
  actions: NextAction[],
];

/** Each reason has a row: the compiler says which one has none. */
const TABLE: Record<HealthReasonCode, Row> = {
  objectUnreadable: ['resource', 'unknown', HELP],
  deliveriesHidden: ['resource', 'ready', NOTHING],
  statusUnreadable: ['resource', 'unknown', HELP],
  deleting: ['resource', 'deleting', HELP],
  deletionRuns: ['resource', 'deleting', HELP],
  deletionPaused: ['resource', 'deleting', ['resume', 'askForHelp']],
  deletionSuspended: ['resource', 'deleting', ['release', 'askForHelp']],
  deletionSuspendedUntil: ['resource', 'deleting', ['release', 'askForHelp']],
  repositoryOnly: ['resource', 'unknown', HELP],
  noStatus: ['resource', 'pending', HELP],
  notStarted: ['resource', 'pending', HELP],
  promiseUnavailable: ['resource', 'pending', OPEN],
  deleteWorkflowFailed: ['resource', 'failed', ['retry', 'askForHelp']],
  pipelineFailed: ['resource', 'failed', RETRY],
  configureWorkflowFailed: ['resource', 'failed', RETRY],
  healthUnhealthy: ['resource', 'failed', CHANGE],
  paused: ['resource', 'paused', ['resume', 'askForHelp']],
  pausedByPromise: ['resource', 'paused', OPEN],
  suspended: ['resource', 'paused', ['release', 'askForHelp']],
  suspendedUntil: ['resource', 'paused', ['release', 'askForHelp']],
  pipelineRunning: ['resource', 'progressing', HELP],
  pipelinePending: ['resource', 'progressing', HELP],
  newSpecNotTakenUp: ['resource', 'progressing', HELP],
  worksPending: ['resource', 'progressing', HELP],
  reconciling: ['resource', 'progressing', HELP],
  writing: ['resource', 'progressing', HELP],
  noDestinationMatches: ['resource', 'degraded', CHANGE],
  noDestinationForPromise: ['promise', 'pending', HELP],
  healthDegraded: ['resource', 'degraded', CHANGE],
  worksMisplaced: ['resource', 'degraded', HELP],
  misplaced: ['resource', 'degraded', HELP],
  worksFailing: ['resource', 'degraded', HELP],
  failing: ['resource', 'degraded', HELP],
  destinationNotReady: ['resource', 'degraded', HELP],
  reconcileFailing: ['resource', 'degraded', RETRY],
  reconciled: ['resource', 'ready', NOTHING],
  nothingToRun: ['resource', 'ready', NOTHING],
  installing: ['promise', 'progressing', HELP],
  installed: ['promise', 'ready', NOTHING],
  promiseAvailable: ['promise', 'ready', NOTHING],
  apiClusterScoped: ['promise', 'failed', HELP],
  reinstalling: ['promise', 'progressing', HELP],
  requirementNotInstalled: ['promise', 'pending', OPEN],
  requirementOtherVersion: ['promise', 'pending', OPEN],
  requirementInOtherVersion: ['promise', 'pending', OPEN],
  requirementUnknown: ['promise', 'pending', OPEN],
  requirementNotAvailable: ['promise', 'degraded', OPEN],
  platformAway: ['resource', 'unknown', HELP],
  goneFromPlatform: ['resource', 'unknown', HELP],
  unrecognised: ['resource', 'progressing', HELP],
};

it.each(healthReasonCodes)('%s', code => {
  const [kind, state, actions] = TABLE[code];
  const view =
    kind === 'resource' ? resourceWith(state, code) : promiseWith(state, code);
  expect(nextActionsOf(view)).toEqual(actions);
});

it.each(healthReasonCodes.filter(code => TABLE[code][0] === 'resource'))(
  '%s: its row offers the first that is done at a press',
  code => {
    const [, state, actions] = TABLE[code];
    const { health, paused } = resourceWith(state, code);
    expect(rowOperationOf({ health, paused })).toBe(
      actions.find(isOperateAction),
    );
  },
);

it('offers in a row to resume what is paused before its pipelines run again', () => {
  const { health } = resourceWith('failed', 'pipelineFailed');
  expect(rowOperationOf({ health, paused: true })).toBe('resume');
});

it.each<[string, ResourceView, NextAction[]]>([
  [
    'nothing runs while it is paused',
    resourceWith('failed', 'pipelineFailed', { paused: true }),
    ['resume', 'change', 'askForHelp'],
  ],
  [
    'what its engine cannot do',
    resourceWith('failed', 'pipelineFailed', { operations: [] }),
    ['change', 'askForHelp'],
  ],
  [
    'its Promise has no page',
    resourceWith('pending', 'promiseUnavailable', {
      promise: { ...promise, entityRef: undefined },
    }),
    ['askForHelp'],
  ],
  [
    'a newer version may do better',
    resourceWith('failed', 'pipelineFailed', {
      version: {
        running: 'v1',
        latest: 'v2',
        installed: ['v2', 'v1'],
        follows: false,
        upgrade: 'possible',
      },
    }),
    ['retry', 'change', 'upgrade', 'askForHelp'],
  ],
  [
    'the wanted version is not there, although what runs is ready',
    resourceWith('ready', 'reconciled', {
      version: {
        running: 'v1',
        installed: ['v2', 'v1'],
        wanted: 'v9',
        follows: false,
        upgrade: 'notInstalled',
      },
    }),
    ['chooseVersion', 'askForHelp'],
  ],
])('%s', (_, view, actions) => {
  expect(nextActionsOf(view)).toEqual(actions);
});

it('has no link to a requirement that has no page', () => {
  const view = promiseWith('pending', 'requirementNotInstalled');
  const requirements = [
    { name: 'the-promise', state: 'notInstalled' as const },
  ];
  expect(nextActionsOf({ ...view, requirements })).toEqual(['askForHelp']);
});

it.each([
  ['what runs, and all that is newer', 'v2', 'v3', ['v4', 'v2']],
  [
    'all where what runs is not installed any more',
    'v0',
    'v3',
    ['v4', 'v2', 'v1'],
  ],
])('offers the versions: %s', (_, running, wanted, choices) => {
  expect(
    choosableVersionsOf({
      running,
      wanted,
      installed: ['v4', 'v3', 'v2', 'v1'],
      follows: false,
      upgrade: 'failed',
    }),
  ).toEqual(choices);
});
