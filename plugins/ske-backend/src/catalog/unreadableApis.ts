import type { UnreadableApi } from '@syntasso/plugin-ske-common';
import type { SharedInformer, WatchState } from '@syntasso/plugin-ske-node';

/** Whether everything that a watch is on is known as it is now. */
export const isRead = ({ state: { kind } }: Pick<SharedInformer, 'state'>) =>
  kind === 'live' || kind === 'absent';

/**
 * The APIs that were never read, or that the credential may not read any more, with what
 * the API server says and the remedy. One that is only lost for a while is none of them.
 */
export const findUnreadableApis = (
  informers: SharedInformer[],
): UnreadableApi[] =>
  informers.flatMap(({ state, type, list }) =>
    isUnreadable(state)
      ? [
          {
            group: type.group,
            resource: type.plural,
            namespace: list.namespace,
            reason: state.reason,
            remedy: remedyOf(state, nameOf(type)),
          },
        ]
      : [],
  );

/** What the log says of an API that cannot be read. */
export const describeUnreadableApi = (api: UnreadableApi): string =>
  `${nameOf({ group: api.group, plural: api.resource })}${
    api.namespace === undefined ? '' : ` in namespace ${api.namespace}`
  } cannot be read, so the catalog keeps what it has of it. ${api.reason} ${
    api.remedy
  }`;

/** The same as long as the same remedy is needed: the server's words may differ each time. */
export const reportKeyOf = ({ namespace = '', remedy }: UnreadableApi) =>
  `${namespace} ${remedy}`;

type FailedState = Extract<WatchState, { kind: 'stale' | 'denied' }>;

const isUnreadable = (state: WatchState): state is FailedState =>
  state.kind === 'denied' ||
  (state.kind === 'stale' && Boolean(state.incomplete ?? state.forbidden));

const nameOf = ({ group, plural }: { group: string; plural: string }) =>
  group ? `${plural}.${group}` : plural;

const remedyOf = (state: FailedState, api: string) =>
  state.kind === 'denied' || state.forbidden
    ? `Allow Backstage's account to get, list and watch ${api}: the page of the platform's health has the role.`
    : `Look into the log of the API server, and at what serves ${api}: its CRD, conversion webhook or aggregated API server. It is tried again until it works.`;
