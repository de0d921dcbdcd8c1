import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  isObject,
  manifestSchema,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import {
  Indexer,
  type Change,
  type InformerListener,
  type ListOptions,
  type LogOptions,
  type ObjectKey,
  type ResourceType,
  type WatchState,
} from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import type { PlatformApi, Watch, WatchOptions } from '../PlatformApi';

/** What was written, such as `apply works/kratix-platform-system/backstage-redis`. */
export type WriteVerb = 'create' | 'apply' | 'patch' | 'replace' | 'delete';

/** An error for some writes, for tests of what refuses. */
type Refusal = (
  verb: WriteVerb,
  type: ResourceType,
  name: string,
) => Error | undefined;

/** A platform in memory: objects, versions, watches. */
export class FakePlatform implements PlatformApi {
  readonly #objects = new Map<string, Map<string, Manifest>>();
  readonly #watches = new Set<FakeWatch>();
  #version = 0;
  /** All writes so far. */
  readonly writes: string[] = [];
  /** Plurals of kinds that the platform does not know. */
  readonly absent = new Set<string>();
  /** Logs of containers, by `pod/container`. */
  readonly logs = new Map<string, string>();
  /** Says which writes fail. */
  refuse: Refusal = () => undefined;

  /** Puts objects there as somebody else would. */
  put(type: ResourceType, ...objects: Manifest[]) {
    for (const object of objects) this.#store(type, object);
  }

  /** Takes an object away as somebody else would. */
  take(type: ResourceType, key: ObjectKey) {
    const object = this.#of(type).get(idOf(key));
    if (!object) return;
    this.#of(type).delete(idOf(key));
    this.#watchesOf(type).forEach(watch => watch.remove(object));
  }

  async find(type: ResourceType, key: ObjectKey) {
    const object = this.#of(type).get(idOf(key));
    return object && copyOf(object);
  }

  async list(type: ResourceType, options: ListOptions = {}) {
    return [...this.#of(type).values()].filter(object =>
      matches(object, options),
    );
  }

  async create(type: ResourceType, object: Manifest) {
    this.#write('create', type, object.metadata);
    if (this.#of(type).has(idOf(object.metadata))) {
      throw new ConflictError(`${object.metadata.name} exists`);
    }
    return this.#store(type, object);
  }

  async apply(type: ResourceType, object: Manifest) {
    this.#write('apply', type, object.metadata);
    const existing = this.#of(type).get(idOf(object.metadata));
    return this.#store(type, existing ? merge(existing, object) : object);
  }

  async patch(type: ResourceType, key: ObjectKey, patch: object) {
    this.#write('patch', type, key);
    const existing = this.#existing(type, key);
    requireVersion(existing, patch as Partial<Manifest>);
    return this.#store(type, merge(existing, patch));
  }

  async replace(type: ResourceType, object: Manifest) {
    this.#write('replace', type, object.metadata);
    requireVersion(this.#existing(type, object.metadata), object);
    return this.#store(type, object);
  }

  async delete(type: ResourceType, key: ObjectKey) {
    this.#write('delete', type, key);
    this.take(type, key);
  }

  async log({ name }: ObjectKey, { container, tailLines }: LogOptions) {
    const lines = this.logs.get(`${name}/${container}`)?.split('\n');
    return lines?.slice(-tailLines).join('\n');
  }

  watch(options: WatchOptions): Watch {
    const { plural } = options.type;
    const watch = new FakeWatch(
      options,
      [...this.#of(options.type).values()],
      this.absent.has(plural) ? { kind: 'absent' } : { kind: 'live' },
    );
    this.#watches.add(watch);
    return watch;
  }

  /** Sets the state of all watches on a type. */
  setState(type: ResourceType, state: WatchState) {
    this.#watchesOf(type).forEach(watch => watch.setState(state));
  }

  #watchesOf(type: ResourceType): FakeWatch[] {
    return [...this.#watches].filter(
      watch => typeKey(watch.type) === typeKey(type),
    );
  }

  #write(verb: WriteVerb, type: ResourceType, key: ObjectKey) {
    const error = this.refuse(verb, type, key.name);
    if (error) throw error;
    const where = key.namespace ? `${key.namespace}/` : '';
    this.writes.push(`${verb} ${type.plural}/${where}${key.name}`);
  }

  #existing(type: ResourceType, key: ObjectKey): Manifest {
    const existing = this.#of(type).get(idOf(key));
    if (!existing) throw new NotFoundError(`${key.name} does not exist`);
    return existing;
  }

  #store(type: ResourceType, object: Manifest): Manifest {
    const key = idOf(object.metadata);
    const before = this.#of(type).get(key);
    this.#version += 1;
    const stored = manifestSchema.parse(
      copyOf({
        ...object,
        metadata: {
          uid: `uid-of-${object.metadata.name}`,
          creationTimestamp: '2026-01-01T00:00:00Z',
          ...object.metadata,
          generation:
            (before?.metadata.generation ?? 0) +
            (JSON.stringify(before?.spec) === JSON.stringify(object.spec)
              ? 0
              : 1),
          resourceVersion: String(this.#version),
        },
      }),
    );
    this.#of(type).set(key, stored);
    this.#watchesOf(type).forEach(watch => watch.upsert(stored));
    return copyOf(stored);
  }

  #of(type: ResourceType): Map<string, Manifest> {
    const key = typeKey(type);
    const objects = this.#objects.get(key) ?? new Map<string, Manifest>();
    this.#objects.set(key, objects);
    return objects;
  }
}

/** A watch that always knows everything. */
class FakeWatch implements Watch {
  readonly type: ResourceType;
  readonly store: Indexer;
  readonly lastError = undefined;
  state: WatchState;
  readonly #options: WatchOptions;
  readonly #listeners = new Set<InformerListener>();

  constructor(options: WatchOptions, objects: Manifest[], state: WatchState) {
    this.type = options.type;
    this.state = state;
    this.#options = options;
    this.store = new Indexer(
      options.indexes ?? {},
      (change: Change) =>
        this.#listeners.forEach(listener => listener.onChange?.(change)),
      { keepsPart: options.keep !== undefined },
    );
    if (state.kind === 'live') objects.forEach(object => this.upsert(object));
  }

  upsert(object: Manifest) {
    if (!matches(object, this.#options.list ?? {})) {
      this.store.remove(object);
      return;
    }
    this.store.upsert(this.#options.keep?.(object) ?? object);
  }

  remove(object: Manifest) {
    this.store.remove(object);
  }

  setState(state: WatchState) {
    this.state = state;
    this.#listeners.forEach(listener => listener.onState?.(state));
  }

  /** The first listener is told of all that is there, as by a first list. */
  subscribe(listener: InformerListener): () => void {
    const isFirst = this.#listeners.size === 0;
    this.#listeners.add(listener);
    if (isFirst) {
      for (const object of this.store.list()) {
        listener.onChange?.({ kind: 'added', object });
      }
      listener.onState?.(this.state);
    }
    return () => this.#listeners.delete(listener);
  }

  async synced(): Promise<WatchState> {
    return this.state;
  }

  stop() {
    this.#listeners.clear();
  }
}

const typeKey = ({ group, plural }: ResourceType) => `${plural}.${group}`;

const idOf = ({ namespace, name }: ObjectKey) => `${namespace ?? ''}/${name}`;

function matches({ metadata }: Manifest, options: ListOptions): boolean {
  if (options.namespace && metadata.namespace !== options.namespace) {
    return false;
  }
  const wanted = options.labelSelector?.split(',') ?? [];
  return wanted.every(part => {
    const [key, value] = part.split('=');
    return metadata.labels?.[key] === value;
  });
}

function requireVersion(existing: Manifest, given: Partial<Manifest>) {
  const version = given.metadata?.resourceVersion;
  if (version && version !== existing.metadata.resourceVersion) {
    throw new ConflictError(`${existing.metadata.name} has changed`);
  }
}

/** JSON merge patch. */
function merge(target: Manifest, patch: object): Manifest {
  return mergeObjects(
    target as unknown as JsonObject,
    patch as JsonObject,
  ) as unknown as Manifest;
}

function mergeObjects(target: JsonObject, patch: JsonObject): JsonObject {
  const merged = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    const inner = merged[key];
    if (value === null) delete merged[key];
    else if (isObject(value)) {
      merged[key] = mergeObjects(isObject(inner) ? inner : {}, value);
    } else merged[key] = value;
  }
  return merged;
}

/** As objects come from an API server: Jest's own `structuredClone` makes those of another realm. */
const copyOf = <T>(object: T): T => JSON.parse(JSON.stringify(object));
