import { existsSync } from 'node:fs';
import { ConfigReader } from '@backstage/config';
import {
  AuthenticationError,
  isError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import type { Manifest } from '@syntasso/plugin-ske-common';
import {
  KubernetesClient,
  platformAccessFromConfig,
  resourceTypes,
} from '@syntasso/plugin-ske-node';
import type { StageContext } from './generateFiles';

const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** A pipeline's limits are small; its Job is tried again. */
const ANSWER_MS = 15_000;

/**
 * Reads Promises by the service account of the pod. A stage works without it, so that no
 * token and no right are no errors. A platform that does not answer is one: with the same
 * object, a stage would else write something else.
 */
export function promiseReader({
  env,
  say,
}: Pick<StageContext, 'env' | 'say'>): StageContext['readPromise'] {
  const isInPod = Boolean(env.KUBERNETES_SERVICE_HOST) && existsSync(TOKEN);
  const { own } =
    isInPod || env.KUBECONFIG
      ? platformAccessFromConfig(new ConfigReader({}))
      : { own: undefined };
  if (!own) return async () => undefined;
  const client = new KubernetesClient(own, { request: ANSWER_MS });
  return readWith(name => client.get(resourceTypes.promises, { name }), say);
}

/** Turns a refusal into a note. */
export function readWith(
  get: (name: string) => Promise<Manifest>,
  say: StageContext['say'],
): StageContext['readPromise'] {
  return async name => {
    try {
      return await get(name);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const why = isError(error) ? error.message : String(error);
      say(
        `Note: Promise ${name} is not read, so the names of its entities are taken to be the default ones. ${why}`,
      );
      return undefined;
    }
  };
}

const isRefusal = (error: unknown) =>
  error instanceof NotAllowedError ||
  error instanceof AuthenticationError ||
  error instanceof NotFoundError;
