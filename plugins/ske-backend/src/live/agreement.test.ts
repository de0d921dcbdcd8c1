import { mockServices } from '@backstage/backend-test-utils';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { describeRecorded, type Corpus } from '@internal/testbed';
import {
  annotations,
  refOf,
  resourcesQuerySchema,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { momentsOf, ReplayedPlatform } from '../__testUtils__/ReplayedPlatform';
import { everybody } from '../__testUtils__/viewers';
import { newCatalogEntities } from '../entities/names/InMemoryNameTable';
import { DirectDiscovery } from '../catalog/DirectDiscovery';
import { kratixOnCluster } from '../engines/kratix/kratixOnCluster';
import { ClusterWatches } from './ClusterWatches';
import { ViewSources } from './ViewSources';

const STEP_MS = 100;
/** A table is sent twice a second at most. */
const LONGEST_DISAGREEMENT_MS = 700;

const all = resourcesQuerySchema.parse({ limit: '50' });

beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
});
afterEach(() => {
  jest.useRealTimers();
});

const keyOf = ({ kind, metadata }: Manifest) => `${kind} ${metadata.name}`;

/** What page, list and catalog say of each object, while a recording happens. */
class Reader {
  readonly platform = new ReplayedPlatform();
  /** The states of each object on its page, each once in a row. */
  readonly lives = new Map<string, string[]>();
  readonly disagreements: string[] = [];
  /** What was shown where: an empty list agrees with every page. */
  readonly seen = new Set<string>();
  readonly #live = new ClusterWatches({
    name: 'replayed',
    client: this.platform.client,
    engines: [kratixOnCluster],
    entities: newCatalogEntities(),
  });
  readonly #sources = new ViewSources(this.#live);
  readonly #pages = new Map<string, string>();
  readonly #lists = new Map<string, Map<string, string>>();
  readonly #catalog = new Map<string, Entity>();
  readonly #differentSince = new Map<string, number>();
  readonly #discovery = new DirectDiscovery(this.#live, {
    checkReach: async () => true,
    onUpdate: async update => {
      if (update.kind === 'full') this.#catalog.clear();
      else update.removed.forEach(ref => this.#catalog.delete(ref));
      const entities = update.kind === 'full' ? update.entities : update.added;
      entities.forEach(entity =>
        this.#catalog.set(stringifyEntityRef(entity), entity),
      );
    },
    listShown: async () => [...this.#catalog.values()],
    logger: mockServices.logger.mock(),
  });

  async replay(corpus: Corpus, trace: string) {
    this.#discovery.start();
    await jest.advanceTimersByTimeAsync(1_000);
    let now = 0;
    for (const moment of momentsOf(corpus, trace)) {
      while (now + STEP_MS <= moment.atMs) {
        await jest.advanceTimersByTimeAsync(STEP_MS);
        now += STEP_MS;
        this.#compare();
      }
      this.platform.play(moment);
      if ('object' in moment) this.#open(moment.object);
      await jest.advanceTimersByTimeAsync(moment.atMs - now);
      now = moment.atMs;
      this.#compare();
    }
    for (let n = 0; n < 60; n++) {
      await jest.advanceTimersByTimeAsync(STEP_MS);
      this.#compare();
    }
    this.#discovery.stop();
    this.#live.stop();
  }

  /** Opens the page of what is there for the first time, and the list that it is in. */
  #open(object: Manifest) {
    const { apiVersion, kind, metadata } = object;
    const key = keyOf(object);
    const isPromise = kind === 'Promise';
    const isResource = apiVersion.endsWith('.example.org/v1');
    if (this.#pages.has(key) || !(isPromise || isResource)) return;
    this.#pages.set(key, 'starting');
    const source = isPromise
      ? this.#sources.offering(metadata.name, everybody)
      : this.#sources.resource(refOf(object), everybody);
    source.subscribe(update => {
      if (update.name !== 'view') return;
      const { event } = update;
      const state =
        event.kind === 'promise' || event.kind === 'resource'
          ? event.view.health.state
          : 'gone';
      this.#pages.set(key, state);
      const life = this.lives.get(key) ?? [];
      if (state !== 'gone' && life.at(-1) !== state) life.push(state);
      this.lives.set(key, life);
    });
    if (isPromise) this.#openList(metadata.name);
  }

  #openList(promise: string) {
    const subject = { kind: 'resources', promise, query: all } as const;
    this.#sources.list(subject, everybody).subscribe(update => {
      if (update.name !== 'view' || update.event.kind !== 'resources') return;
      const { rows } = update.event.page;
      this.#lists.set(
        promise,
        new Map(
          rows.map(({ ref, health }) => [
            `${ref.kind} ${ref.name}`,
            health.state,
          ]),
        ),
      );
    });
  }

  /** Notes which objects were shown differently for too long. */
  #compare() {
    const inLists = new Map(
      [...this.#lists.values()].flatMap(list => [...list]),
    );
    const inCatalog = new Map(
      [...this.#catalog.values()]
        .filter(({ kind }) => kind === 'Component')
        .map(({ metadata: { annotations: about = {} } }) => [
          about[annotations.kind]
            ? `${about[annotations.kind]} ${about[annotations.name]}`
            : `Promise ${about[annotations.promiseName]}`,
          about[annotations.health],
        ]),
    );
    for (const [key, onPage] of this.#pages) {
      if (onPage === 'starting' || onPage === 'gone') continue;
      const others = [inLists.get(key), inCatalog.get(key)];
      if (others[0]) this.seen.add(`list ${key}`);
      if (others[1]) this.seen.add(`catalog ${key}`);
      const isDifferent = others.some(
        state => state !== undefined && state !== onPage,
      );
      const since = this.#differentSince.get(key);
      if (!isDifferent) this.#differentSince.delete(key);
      else if (since === undefined) this.#differentSince.set(key, Date.now());
      else if (Date.now() - since > LONGEST_DISAGREEMENT_MS) {
        this.disagreements.push(
          `${Date.now()} ${key}: page ${onPage}, list ${others[0]}, catalog ${
            others[1]
          }`,
        );
        this.#differentSince.set(key, Infinity);
      }
    }
  }
}

describeRecorded(
  'health on page, list and in the catalog',
  ['lifecycle', 'edge', 'waiting', 'delivery'].map(
    trace => `traces/${trace}.jsonl`,
  ),
  corpus => {
    it.each<[string, Record<string, string>]>([
      ['lifecycle', { 'Promise redis': 'pending progressing ready deleting' }],
      [
        'edge',
        {
          'Promise needs': 'pending progressing ready',
          'Twostep two-ok':
            'progressing ready failed degraded progressing degraded ready deleting',
          'Twostep two-retry':
            'progressing paused progressing ready degraded ready',
          'Nowhere lost': 'progressing degraded ready degraded',
        },
      ],
      [
        'waiting',
        {
          'Promise plain': 'pending progressing ready paused progressing ready',
          'Plain p1': 'pending ready paused ready',
          // The manager is restarted near the end, with a state store that is not ready.
          'Step calm':
            'progressing ready paused progressing ready degraded ready',
          'Step parted': 'pending progressing ready paused deleting',
          'Step held': 'pending progressing ready deleting',
          'Step stuck':
            'pending progressing ready deleting failed deleting failed deleting',
          'Step hurried':
            'pending progressing ready progressing ready progressing ready degraded ready',
          'Needing early':
            'progressing ready pending progressing ready degraded ready',
        },
      ],
      [
        'delivery',
        {
          'Split half':
            'progressing degraded ready degraded progressing degraded ready',
          'Far lone': 'progressing degraded ready degraded ready',
          // The store was dead for 15 s, and its condition changed many times a second.
          'Step one': 'progressing ready progressing ready degraded ready',
          'Promise tool':
            'progressing ready progressing ready progressing ready progressing ready',
          'Promise homeless-run': 'pending progressing pending ready',
          'Promise homeless-parts': 'pending progressing pending ready',
          'Drifter d1': 'progressing degraded ready',
        },
      ],
    ])(
      'is the same everywhere: %s',
      async (trace, lives) => {
        const reader = new Reader();
        await reader.replay(corpus, trace);
        expect(reader.disagreements).toEqual([]);
        const read = Object.fromEntries(
          Object.keys(lives).map(key => [
            key,
            reader.lives.get(key)?.join(' '),
          ]),
        );
        expect(read).toEqual(lives);
        const keys = Object.keys(lives);
        expect([...reader.seen]).toEqual(
          expect.arrayContaining([
            ...keys.map(key => `catalog ${key}`),
            ...keys
              .filter(key => !key.startsWith('Promise '))
              .map(key => `list ${key}`),
          ]),
        );
      },
      60_000,
    );
  },
);
