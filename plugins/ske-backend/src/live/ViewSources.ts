import {
  subjectKey,
  type ListSubject,
  type ObjectRef,
} from '@syntasso/plugin-ske-common';
import type { Viewer } from '../access/Access';
import type { ClusterWatches } from './ClusterWatches';
import type { ViewSource } from './LiveSource';
import { createOfferingViewBuilder } from './createOfferingViewBuilder';
import { PlatformViewBuilder } from './PlatformViewBuilder';
import { ResourcesViewBuilder } from './ResourcesViewBuilder';
import { createResourceViewBuilder } from './createResourceViewBuilder';
import { listKey, SourceCache } from './SourceCache';

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

  /** Some Resources, of an offering or of all. */
  list(subject: ListSubject, viewer: Viewer): ViewSource {
    return this.#sources.get(
      listKey(subject, viewer),
      () => new ResourcesViewBuilder(this.#live, subject, viewer),
    );
  }

  resource(ref: ObjectRef, viewer: Viewer): ViewSource {
    const key = subjectKey({ kind: 'resource', ref });
    return this.#sources.get(`${key} ${viewer.key}`, () =>
      createResourceViewBuilder(this.#live, ref, viewer),
    );
  }

  /** All of the platform that the viewer may see. */
  platform(viewer: Viewer): ViewSource {
    const key = subjectKey({ kind: 'platform' });
    return this.#sources.get(
      `${key} ${viewer.key}`,
      () => new PlatformViewBuilder(this.#live, viewer),
    );
  }
}
