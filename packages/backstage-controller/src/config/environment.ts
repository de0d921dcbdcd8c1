import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';

const PREFIX = 'SKE_CONTROLLER_';

type Reader = (value: string) => JsonValue;

const text: Reader = value => value;
const number: Reader = value =>
  value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
const flag: Reader = value => {
  const word = value.trim().toLowerCase();
  return word === 'true' || word === 'false' ? word === 'true' : value;
};

/** The variables that are read, without prefix, and the key that each one sets. */
const VARIABLES: Record<string, { path: string[]; read: Reader }> = {
  NAMESPACE: { path: ['namespace'], read: text },
  LEADER_ELECTION_ENABLED: { path: ['leaderElection', 'enabled'], read: flag },
  LEADER_ELECTION_LEASE_NAME: {
    path: ['leaderElection', 'leaseName'],
    read: text,
  },
  LEADER_ELECTION_LEASE_DURATION: {
    path: ['leaderElection', 'leaseDuration'],
    read: text,
  },
  LEADER_ELECTION_RENEW_DEADLINE: {
    path: ['leaderElection', 'renewDeadline'],
    read: text,
  },
  LEADER_ELECTION_RETRY_PERIOD: {
    path: ['leaderElection', 'retryPeriod'],
    read: text,
  },
  HTTP_PORT: { path: ['http', 'port'], read: number },
  LOG_LEVEL: { path: ['log', 'level'], read: text },
  RESYNC_PERIOD: { path: ['resyncPeriod'], read: text },
  CONCURRENCY: { path: ['concurrency'], read: number },
  OUTPUT_TYPE: { path: ['output', 'type'], read: text },
};

/** The environment variables that set keys. */
export const variableNames = Object.keys(VARIABLES).map(
  name => `${PREFIX}${name}`,
);

/** What Kubernetes sets in each pod for a Service that is called `ske-controller`. */
const OF_SERVICE = /^(SERVICE_(HOST|PORT)|PORT$|PORT_)/;

/** What a file configures, with the environment's values in it. */
export interface Configured {
  configured: JsonObject;
  /** What is said in the environment and not understood, one sentence each. */
  notes: string[];
}

/** Sets the keys that environment variables name; they count more than the file. */
export function withEnvironment(
  file: JsonObject,
  env: Record<string, string | undefined>,
): Configured {
  const notes: string[] = [];
  let configured = file;
  for (const [variable, value] of Object.entries(env)) {
    if (!variable.startsWith(PREFIX) || value === undefined) continue;
    const name = variable.slice(PREFIX.length);
    const known = Object.hasOwn(VARIABLES, name) ? VARIABLES[name] : undefined;
    if (known) {
      configured = withValue(configured, known.path, known.read(value));
    } else if (!OF_SERVICE.test(name)) {
      notes.push(
        `The environment variable ${variable} is not known. Known are: ${variableNames.join(
          ', ',
        )}.`,
      );
    }
  }
  return { configured, notes };
}

function withValue(
  object: JsonObject,
  [key, ...rest]: string[],
  value: JsonValue,
): JsonObject {
  if (rest.length === 0) return { ...object, [key]: value };
  const inner = object[key];
  return {
    ...object,
    [key]: withValue(isObject(inner) ? inner : {}, rest, value),
  };
}
