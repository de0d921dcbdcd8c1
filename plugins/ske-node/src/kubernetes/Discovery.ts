import { NotFoundError } from '@backstage/errors';
import {
  asText,
  at,
  objectsOf,
  splitApiVersion,
} from '@syntasso/plugin-ske-common';
import type { KubernetesClient } from './KubernetesClient';
import { pathOfApi, type ResourceType } from './resourceType';

/**
 * Finds the resource type of a kind by asking the API server. Answers are kept;
 * a kind that was not found is asked for again each time, because CRDs come.
 *
 * @public
 */
export class Discovery {
  readonly #client: KubernetesClient;
  readonly #known = new Map<string, ResourceType & { namespaced: boolean }>();

  constructor(client: KubernetesClient) {
    this.#client = client;
  }

  /** @throws NotFoundError when the API server does not know the kind. */
  async resolve(
    apiVersion: string,
    kind: string,
  ): Promise<ResourceType & { namespaced: boolean }> {
    const key = `${apiVersion}/${kind}`;
    const known = this.#known.get(key);
    if (known) return known;
    const { group, version } = splitApiVersion(apiVersion);
    const path = pathOfApi({ group, version });
    const document = await this.#client.raw(
      path,
      `find ${kind} of ${apiVersion}`,
    );
    const found = objectsOf(at(document, 'resources')).find(
      r => r.kind === kind && !String(r.name).includes('/'),
    );
    const plural = asText(found?.name);
    if (!found || !plural) {
      throw new NotFoundError(
        `The platform has no kind ${kind} in ${apiVersion}. Check the spelling and that its Promise is installed.`,
      );
    }
    const resolved = {
      group,
      version,
      plural,
      namespaced: found.namespaced === true,
    };
    this.#known.set(key, resolved);
    return resolved;
  }

  /** Forgets a kind, for example when its CRD was removed. */
  forget(apiVersion: string, kind: string) {
    this.#known.delete(`${apiVersion}/${kind}`);
  }
}
