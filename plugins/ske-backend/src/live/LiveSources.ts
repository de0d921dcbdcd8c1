import {
  subjectKey,
  type ObjectRef,
  type ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import type { Viewer } from '../access/Access';
import type { LivePlatform } from './LivePlatform';
import type { Source } from './LiveSource';
import { promiseViewBuilder } from './promiseViewBuilder';
import { ResourcesViewBuilder } from './ResourcesViewBuilder';
import { resourceViewBuilder } from './resourceViewBuilder';
import { resourcesKey, SharedSources } from './SharedSources';

/** One source per subject and right to see, shared by all streams that show it. */
export class LiveSources {
  readonly #live: LivePlatform;
  readonly #sources = new SharedSources();

  constructor(live: LivePlatform) {
    this.#live = live;
  }

  promise(name: string, viewer: Viewer): Source {
    const key = subjectKey({ kind: 'promise', name });
    return this.#sources.get(`${key} ${viewer.key}`, () =>
      promiseViewBuilder(this.#live, name, viewer),
    );
  }

  resources(promise: string, query: ResourcesQuery, viewer: Viewer): Source {
    return this.#sources.get(
      resourcesKey(promise, query, viewer),
      () => new ResourcesViewBuilder(this.#live, promise, query, viewer),
    );
  }

  resource(ref: ObjectRef, viewer: Viewer): Source {
    const key = subjectKey({ kind: 'resource', ref });
    return this.#sources.get(`${key} ${viewer.key}`, () =>
      resourceViewBuilder(this.#live, ref, viewer),
    );
  }
}
