import { isConnectionProblem } from '../kubernetes/kubernetesErrors';

/**
 * How a watch stands. `starting`: the first list is on its way; when nothing is heard of it for
 * some seconds (`ClientTiming.firstList`) the state is `stale`. `absent`: the API server does not know the type (its CRD
 * is not there). `denied`: a person's credential may not read it, and the store is empty
 * (`forgetWhenDenied`).
 * `stale`: the last known data stays; `since` is RFC 3339. Where no list has come
 * to its end yet that data is `incomplete`: objects may be missing, or all of them.
 * `forbidden`: the API server has refused the credential (403). `unreachable`: the
 * request did not get to this API: the API server does not answer, or it or what is
 * behind it is away (502, 503, 504); its certificate is not accepted, or it does not accept
 * the credential (401).
 *
 * @public
 */
export type WatchState =
  | { kind: 'starting' }
  | { kind: 'live' }
  | { kind: 'absent' }
  | { kind: 'denied'; reason: string }
  | {
      kind: 'stale';
      since: string;
      reason: string;
      incomplete?: true;
      forbidden?: true;
      unreachable?: true;
    };

/**
 * The state of a watch that has failed.
 *
 * @param before - the state until now
 * @param isListed - whether a list has come to its end
 */
export const staleState = (
  error: Error,
  before: WatchState,
  isListed: boolean,
): WatchState => ({
  kind: 'stale',
  since: before.kind === 'stale' ? before.since : new Date().toISOString(),
  reason: error.message,
  incomplete: isListed ? undefined : true,
  forbidden: error.name === 'NotAllowedError' ? true : undefined,
  unreachable: isConnectionProblem(error) ? true : undefined,
});
