import { subjectKey, type ListSubject } from '@syntasso/plugin-ske-common';
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

/** Viewers who may see the same share a list, unless it asks for what is their own. */
export function listKey(subject: ListSubject, viewer: Viewer): string {
  const key = `${subjectKey(subject)} ${viewer.key}`;
  const { mine, requestedByMe } = subject.query;
  return mine || requestedByMe
    ? `${key} ${JSON.stringify([viewer.person, viewer.ownsThrough])}`
    : key;
}
