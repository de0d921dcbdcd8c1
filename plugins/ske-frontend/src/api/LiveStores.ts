import {
  isListSubject,
  subjectKey,
  type ListSubject,
  type ObjectRef,
  type OfferingView,
  type PlatformOverview,
  type ResourcesPage,
  type ResourceView,
  type StreamSubject,
} from '@syntasso/plugin-ske-common';
import {
  LiveStore,
  readPlatform,
  readPromise,
  readResource,
  readResources,
  type ReadView,
} from '../live/LiveStore';
import type { SubjectConnection } from '../live/SubjectConnection';

/** Whoever sorts and searches soon has many lists, each of which costs the backend. */
const LIST_LINGER_MS = 1_000;

/** The live subjects of a browser tab, each one once for all who ask for it. */
export class LiveStores {
  readonly #connection: SubjectConnection;
  readonly #promises = new Map<string, LiveStore<OfferingView>>();
  readonly #pages = new Map<string, LiveStore<ResourcesPage>>();
  readonly #resources = new Map<string, LiveStore<ResourceView>>();
  readonly #platforms = new Map<string, LiveStore<PlatformOverview>>();

  constructor(connection: SubjectConnection) {
    this.#connection = connection;
  }

  promise(name: string): LiveStore<OfferingView> {
    return this.#store(this.#promises, { kind: 'promise', name }, readPromise);
  }

  list(subject: ListSubject): LiveStore<ResourcesPage> {
    return this.#store(this.#pages, subject, readResources);
  }

  resource(ref: ObjectRef): LiveStore<ResourceView> {
    return this.#store(
      this.#resources,
      { kind: 'resource', ref },
      readResource,
    );
  }

  platform(): LiveStore<PlatformOverview> {
    return this.#store(this.#platforms, { kind: 'platform' }, readPlatform);
  }

  #store<View>(
    stores: Map<string, LiveStore<View>>,
    subject: StreamSubject,
    read: ReadView<View>,
  ): LiveStore<View> {
    const key = subjectKey(subject);
    const existingStore = stores.get(key);
    if (existingStore) return existingStore;
    const store = new LiveStore({
      read,
      key,
      connection: this.#connection,
      lingerMs: isListSubject(subject) ? LIST_LINGER_MS : undefined,
      // Somebody who searches asks for many that nobody asks for again.
      onIdle: () => {
        if (stores.get(key) === store) stores.delete(key);
      },
    });
    stores.set(key, store);
    return store;
  }
}
