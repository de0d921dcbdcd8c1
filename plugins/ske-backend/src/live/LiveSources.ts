import type { ObjectRef } from '@syntasso/plugin-ske-common';
import type { LivePlatform } from './LivePlatform';
import { LiveSource, type Subject } from './LiveSource';
import { promiseSubject } from './promiseSubject';
import { resourceSubject } from './resourceSubject';

/** One source per subject, shared by all streams that show it. */
export class LiveSources {
  readonly #live: LivePlatform;
  readonly #sources = new Map<string, LiveSource>();

  constructor(live: LivePlatform) {
    this.#live = live;
  }

  promise(name: string): LiveSource {
    return this.#source(`promise/${name}`, () =>
      promiseSubject(this.#live, name),
    );
  }

  resource(ref: ObjectRef): LiveSource {
    const key = [ref.apiVersion, ref.kind, ref.namespace, ref.name].join('/');
    return this.#source(`resource/${key}`, () =>
      resourceSubject(this.#live, ref),
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
