import { subjectKey, type ResourcesQuery } from '@syntasso/plugin-ske-common';
import type { Viewer } from '../access/Access';
import { LiveSource, type ViewSource, type ViewBuilder } from './LiveSource';

/**
 * Sources by what they show and to whom. Each exists once, and only while it has
 * listeners: asking for one creates nothing before somebody subscribes.
 */
export class SourceCache {
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

/** Viewers who may see the same share a list, unless it only has what is their own. */
export function resourcesKey(
  offering: string,
  query: ResourcesQuery,
  viewer: Viewer,
): string {
  const key = subjectKey({ kind: 'resources', promise: offering, query });
  return query.mine
    ? `${key} ${viewer.key} ${JSON.stringify(viewer.ownsThrough)}`
    : `${key} ${viewer.key}`;
}
