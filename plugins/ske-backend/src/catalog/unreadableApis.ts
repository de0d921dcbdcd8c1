import type { UnreadableApi } from '@syntasso/plugin-ske-common';
import type { SharedInformer, WatchState } from '@syntasso/plugin-ske-node';

/** Whether everything that a watch is on is known as it is now. */
export const isRead = ({ state: { kind } }: Pick<SharedInformer, 'state'>) =>
  kind === 'live' || kind === 'absent';

/** A watch that has failed, as the log and the page of the platform's health have it. */
interface Failure {
  api: UnreadableApi;
  /** Whether it is about the way to the platform, and so about no API in particular. */
  isUnreachable: boolean;
}

/**
 * The APIs that were never read, or that the credential may not read any more, with what
 * the API server says and the remedy. One that is only lost for a while is none of them.
 */
export const findFailures = (informers: SharedInformer[]): Failure[] =>
  informers.flatMap(({ state, type, list }) =>
    isUnreadable(state)
      ? [
          {
            api: {
              group: type.group,
              resource: type.plural,
              namespace: list.namespace,
              reason: state.reason,
              remedy: remedyOf(state, nameOf(type)),
            },
            isUnreachable: state.kind === 'stale' && Boolean(state.unreachable),
          },
        ]
      : [],
  );

/** What the log says of an API that cannot be read. */
export const describeUnreadableApi = (api: UnreadableApi): string =>
  `${placeOf(api)} cannot be read, so the catalog keeps what it has of it. ${
    api.reason
  } ${api.remedy}`;

/** What the log calls an API: `redises.example.org in namespace team-a`. */
export const placeOf = ({
  group,
  resource,
  namespace,
}: Pick<UnreadableApi, 'group' | 'resource' | 'namespace'>): string =>
  `${nameOf({ group, plural: resource })}${
    namespace === undefined ? '' : ` in namespace ${namespace}`
  }`;

type FailedState = Extract<WatchState, { kind: 'stale' | 'denied' }>;

const isUnreadable = (state: WatchState): state is FailedState =>
  state.kind === 'denied' ||
  (state.kind === 'stale' && Boolean(state.incomplete ?? state.forbidden));

/** As `kubectl` has it: `redises.example.org`. */
export const nameOf = ({ group, plural }: { group: string; plural: string }) =>
  group ? `${plural}.${group}` : plural;

function remedyOf(state: FailedState, api: string): string {
  if (state.kind === 'denied' || state.forbidden)
    return `Allow Backstage's account to get, list and watch ${api}: the page of the platform's health has the role.`;
  // The reason says already what to do.
  if (state.unreachable) return 'It is tried again until it works.';
  return `Look into the log of the API server, and at what serves ${api}: its CRD, conversion webhook or aggregated API server. It is tried again until it works.`;
}
