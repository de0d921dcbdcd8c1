import { subjectKey, type ResourcesQuery } from '@syntasso/plugin-ske-common';
import type { Viewer } from '../access/Access';
import { LiveSource, type ViewSource, type ViewBuilder } from './LiveSource';

/**
 * Sources by what they show and to whom, each there once while somebody listens.
 * Whoever asks for one and leaves before they listen leaves nothing behind.
 */
export class SharedSources {
  readonly #sources = new Map<string, LiveSource>();

  get(key: string, subject: () => ViewBuilder): ViewSource {
    return {
      subscribe: listener => {
        let source = this.#sources.get(key);
        if (!source) {
          source = new LiveSource(subject(), () => this.#sources.delete(key));
          this.#sources.set(key, source);
        }
        return source.subscribe(listener);
      },
    };
  }

  /** How many are listened to. */
  get size(): number {
    return this.#sources.size;
  }
}

/** Who may see the same shares the list, unless it is about what is their own. */
export function resourcesKey(
  offering: string,
  query: ResourcesQuery,
  viewer: Viewer,
): string {
  const key = subjectKey({ kind: 'resources', promise: offering, query });
  return query.mine
    ? `${key} ${viewer.key} ${JSON.stringify(viewer.ownedBy)}`
    : `${key} ${viewer.key}`;
}
