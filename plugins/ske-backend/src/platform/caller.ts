import { asNumber, asText, at } from '@syntasso/plugin-ske-common';

/** Claim of the Backstage token into which a sign-in resolver puts it. */
const CLUSTER_TOKEN_CLAIM = 'tok';

/** A token that ended by our clock may have a little left by the cluster's. */
const SKEW_MS = 60_000;

/** Who makes a request, as far as a cluster needs to know. */
export interface Caller {
  kind: 'person' | 'service';
  /** Entity reference of the person, if it is one. */
  person?: string;
  /** The Backstage token, if there is one. */
  backstageToken?: string;
  /** A token for the cluster, sent beside it. */
  clusterToken?: string;
}

/** The person's token for the cluster: the one sent, else the one they signed in with. */
export function clusterTokenOf(caller: Caller): string | undefined {
  return (
    caller.clusterToken ??
    asText(at(claimsOf(caller.backstageToken), CLUSTER_TOKEN_CLAIM))
  );
}

/**
 * When a token ends; undefined when it does not say. Only for ending a stream in
 * time: whether a token is good is for the cluster to say, by its own clock.
 */
export function expiryOf(token: string | undefined): Date | undefined {
  const seconds = asNumber(at(claimsOf(token), 'exp'));
  if (seconds === undefined) return undefined;
  return new Date(Math.max(seconds * 1000, Date.now() + SKEW_MS));
}

/** The claims of a JWT, unverified: Backstage and the cluster verify it. */
function claimsOf(token: string | undefined): unknown {
  const payload = token?.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** The token of an `Authorization` header, or of one shaped like it. */
export const bearer = (header: string | undefined) =>
  /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1];
