import { subjectKey, type ObjectRef } from '@syntasso/plugin-ske-common';
import type { Viewer } from '../access/Access';
import type { LivePlatform } from './LivePlatform';
import { LiveSource, type Subject } from './LiveSource';
import { promiseSubject } from './promiseSubject';
import { resourceSubject } from './resourceSubject';

/** One source per subject and right to see, shared by all streams that show it. */
export class LiveSources {
  readonly #live: LivePlatform;
  readonly #sources = new Map<string, LiveSource>();

  constructor(live: LivePlatform) {
    this.#live = live;
  }

  promise(name: string, viewer: Viewer): LiveSource {
    const key = subjectKey({ kind: 'promise', name });
    return this.#source(`${key} ${viewer.key}`, () =>
      promiseSubject(this.#live, name, viewer),
    );
  }

  resource(ref: ObjectRef, viewer: Viewer): LiveSource {
    const key = subjectKey({ kind: 'resource', ref });
    return this.#source(`${key} ${viewer.key}`, () =>
      resourceSubject(this.#live, ref, viewer),
    );
  }

  #source(key: string, subject: () => Subject): LiveSource {
    let source = this.#sources.get(key);
    if (!source) {
      source = new LiveSource(subject(), () => this.#sources.delete(key));
      this.#sources.set(key, source);
    }
    return source;
  }
}
