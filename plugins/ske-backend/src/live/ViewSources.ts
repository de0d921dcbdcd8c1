import {
  subjectKey,
  type ObjectRef,
  type ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import type { Viewer } from '../access/Access';
import type { ClusterWatches } from './ClusterWatches';
import type { ViewSource } from './LiveSource';
import { createOfferingViewBuilder } from './createOfferingViewBuilder';
import { ResourcesViewBuilder } from './ResourcesViewBuilder';
import { createResourceViewBuilder } from './createResourceViewBuilder';
import { resourcesKey, SourceCache } from './SourceCache';

/** One source per subject and right to see, shared by all streams that show it. */
export class ViewSources {
  readonly #live: ClusterWatches;
  readonly #sources = new SourceCache();

  constructor(live: ClusterWatches) {
    this.#live = live;
  }

  offering(name: string, viewer: Viewer): ViewSource {
    const key = subjectKey({ kind: 'promise', name });
    return this.#sources.get(`${key} ${viewer.key}`, () =>
      createOfferingViewBuilder(this.#live, name, viewer),
    );
  }

  resources(
    offering: string,
    query: ResourcesQuery,
    viewer: Viewer,
  ): ViewSource {
    return this.#sources.get(
      resourcesKey(offering, query, viewer),
      () => new ResourcesViewBuilder(this.#live, offering, query, viewer),
    );
  }

  resource(ref: ObjectRef, viewer: Viewer): ViewSource {
    const key = subjectKey({ kind: 'resource', ref });
    return this.#sources.get(`${key} ${viewer.key}`, () =>
      createResourceViewBuilder(this.#live, ref, viewer),
    );
  }
}
