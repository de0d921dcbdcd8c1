import { describeRecorded, ownCorpus, type Corpus } from '@internal/testbed';
import type { Health } from './healthSchema';
import { healthOf } from './health';
import type { Related } from './related';

/**
 * What a person would say of each object, written down from what was done to it (the
 * marks of a trace), never from what `health` says.
 */
interface Life {
  /** The states that it goes through, from the object alone. */
  alone: string;
  /** With a look at its Works, and at where they went; default: the same. */
  looked?: string;
}

const lamps: Record<string, Life> = {
  'promises/lamp': { alone: 'pending progressing ready deleting' },
  'lamps/desk': {
    alone:
      'pending progressing ready progressing ready paused progressing ready deleting',
    // The state store goes away, and comes back.
    looked:
      'pending progressing ready progressing ready degraded ready paused progressing ready deleting',
  },
  'lamps/hall': { alone: 'pending progressing failed deleting' },
};

const lifecycle: Record<string, Life> = {
  'promises/redis': { alone: 'pending progressing ready deleting' },
  'redis/example': {
    alone:
      'pending progressing ready progressing ready paused progressing ready progressing ready deleting',
  },
  'redis/broken': { alone: 'pending progressing failed deleting' },
};

const edge: Record<string, Life> = {
  'promises/plain': { alone: 'pending progressing ready' },
  'promises/needs': { alone: 'pending progressing ready' },
  'promises/twostep': { alone: 'pending progressing ready' },
  'promises/nowhere': { alone: 'pending progressing ready deleting' },
  'plains/plain-one': { alone: 'pending ready' },
  'twosteps/two-ok': {
    alone:
      'pending progressing ready failed degraded ready progressing ready deleting',
    // The Destination's state store goes away during the update and comes back.
    looked:
      'pending progressing ready failed degraded ready degraded progressing degraded ready deleting',
  },
  'twosteps/two-retry': {
    alone: 'pending progressing paused progressing ready',
    // It is delivered to the same Destination.
    looked: 'pending progressing paused progressing ready degraded ready',
  },
  'twosteps/two-suspend': {
    alone: 'pending progressing paused progressing ready',
    looked: 'pending progressing paused progressing ready degraded ready',
  },
  'nowheres/lost': {
    alone: 'pending progressing ready progressing degraded deleting',
    // Nothing matches, then a Destination does, then it stops matching.
    looked:
      'pending progressing degraded progressing ready degraded progressing degraded deleting',
  },
};

const waitingLives: Record<string, Life> = {
  // Changed six times: three times a pipeline fails, and is mended.
  'steps/mended': {
    alone:
      'pending progressing ready progressing failed progressing failed progressing ready progressing failed progressing ready progressing failed progressing ready',
  },
};

/** How things stand once what a mark names has had its effect. */
type Moment = [mark: string, object: string, state: string];

const waiting: Moment[] = [
  ['promises-applied', 'promises/plain', 'ready'],
  ['promises-applied', 'promises/steps', 'ready'],
  ['promises-applied', 'promises/setup', 'ready'],
  ['promises-applied', 'promises/needs', 'ready'],
  ['requests-created', 'plains/p1', 'ready'],
  ['requests-created', 'steps/calm', 'ready'],
  ['requests-created', 'setups/s1', 'ready'],
  ['requests-created', 'needings/early', 'ready'],
  ['1-p1-paused', 'plains/p1', 'paused'],
  ['1-plain-promise-paused', 'promises/plain', 'paused'],
  ['1-p1-resumed', 'plains/p1', 'ready'],
  ['1-plain-promise-resumed', 'promises/plain', 'ready'],
  ['2-calm-paused', 'steps/calm', 'paused'],
  ['2-calm-changed-while-paused', 'steps/calm', 'paused'],
  ['2-calm-resumed', 'steps/calm', 'ready'],
  ['2-steps-promise-paused', 'promises/steps', 'paused'],
  ['2-steps-promise-resumed', 'promises/steps', 'ready'],
  ['2-setup-promise-paused', 'promises/setup', 'paused'],
  ['2-setup-promise-resumed', 'promises/setup', 'ready'],
  ['3-parted-paused', 'steps/parted', 'paused'],
  ['3-parted-deleted-while-paused', 'steps/parted', 'deleting'],
  ['3-parted-resumed', 'steps/parted', 'gone'],
  ['4-held-deleted', 'steps/held', 'deleting'],
  ['4-held-released', 'steps/held', 'gone'],
  ['5-stuck-deleted', 'steps/stuck', 'failed'],
  ['5-stuck-manual-reconciliation-fails-again', 'steps/stuck', 'failed'],
  ['5-stuck-manual-reconciliation', 'steps/stuck', 'gone'],
  ['6-mended-changed-second-pipeline-fails', 'steps/mended', 'failed'],
  ['6-mended-changed-first-pipeline-fails', 'steps/mended', 'failed'],
  ['6-mended-changed-fixed', 'steps/mended', 'ready'],
  ['6-mended-changed-second-pipeline-fails-again', 'steps/mended', 'failed'],
  ['6-mended-changed-fixed-with-fast-pipelines', 'steps/mended', 'ready'],
  [
    '6-mended-manual-reconciliation-with-fast-pipelines',
    'steps/mended',
    'ready',
  ],
  ['7-hurried-changed', 'steps/hurried', 'progressing'],
  [
    '7-hurried-manual-reconciliation-while-network-runs',
    'steps/hurried',
    'ready',
  ],
  ['8-setup-promise-manual-reconciliation', 'promises/setup', 'ready'],
  ['8-setup-promise-manual-reconciliation-fails', 'promises/setup', 'failed'],
  ['8-setup-promise-manual-reconciliation-succeeds', 'promises/setup', 'ready'],
  ['10-basis-promise-deleted', 'promises/basis', 'gone'],
  ['10-basis-promise-deleted', 'promises/needs', 'degraded'],
  ['10-early-ready-again', 'needings/early', 'ready'],
  ['10-early-ready-again', 'promises/needs', 'ready'],
  // Its Destination for dry runs is not there yet.
  ['11-guess-without-dry-run-destination', 'steps/guess', 'degraded'],
  ['11-dry-destination-added', 'steps/guess', 'ready'],
  ['11-guess-dry-run-label-removed', 'steps/guess', 'ready'],
];

const delivery: Moment[] = [
  ['promises-applied', 'promises/split', 'ready'],
  ['promises-applied', 'promises/far', 'ready'],
  // One of two groups of files matches no Destination.
  ['1-half-created', 'splits/half', 'degraded'],
  ['1-lone-created', 'fars/lone', 'degraded'],
  ['1-moon-destination-added', 'fars/lone', 'ready'],
  ['1-moon-destination-added', 'splits/half', 'ready'],
  ['2-moon-relabelled-venus', 'fars/lone', 'degraded'],
  ['2-moon-relabelled-venus', 'splits/half', 'degraded'],
  ['2-half-changed-while-misplaced', 'splits/half', 'degraded'],
  ['2-moon-relabelled-moon', 'fars/lone', 'ready'],
  ['3-one-and-two-created', 'steps/one', 'ready'],
  ['3-one-changed', 'steps/one', 'degraded'],
  ['3-end-of-burst', 'steps/one', 'ready'],
  ['3-end-of-burst', 'steps/two', 'ready'],
  ['4-tool-v1-applied', 'promises/tool', 'ready'],
  ['4-requests-created', 'tools/floating', 'ready'],
  ['4-pinned-bound-to-v1', 'tools/pinned', 'ready'],
  ['4-pinned-bound-to-v2', 'tools/pinned', 'ready'],
  ['4-tool-v3-applied-whose-pipeline-fails', 'tools/floating', 'failed'],
  ['4-pinned-bound-to-v3', 'tools/pinned', 'failed'],
  ['4-pinned-manual-reconciliation-fails-again', 'tools/pinned', 'failed'],
  ['4-pinned-bound-to-v4', 'tools/floating', 'ready'],
  ['4-pinned-bound-to-v4-again', 'tools/pinned', 'ready'],
  ['4-pinned-bound-to-v1-downgrade', 'tools/pinned', 'ready'],
  ['5-d1-created', 'drifters/d1', 'degraded'],
];

/** What a page says, once what a mark names has had its effect. */
type Reason = [trace: string, mark: string, object: string, health: object];

const reasons: Reason[] = [
  [
    'waiting',
    '3-parted-deleted-while-paused',
    'steps/parted',
    { state: 'deleting', reason: { code: 'deletionPaused', values: {} } },
  ],
  [
    'waiting',
    '4-held-deleted',
    'steps/held',
    {
      state: 'deleting',
      reason: {
        code: 'deletionSuspended',
        values: { message: 'approve the deletion' },
      },
    },
  ],
  [
    'waiting',
    '9-setup-promise-deleted',
    'promises/setup',
    { state: 'failed', reason: { code: 'deleteWorkflowFailed', values: {} } },
  ],
  [
    'waiting',
    '10-early-changed-while-blocked',
    'needings/early',
    { state: 'pending', reason: { code: 'promiseUnavailable', values: {} } },
  ],
  [
    'waiting',
    '8-s1-changed-while-promise-failed',
    'setups/s1',
    { state: 'pending', reason: { code: 'promiseUnavailable', values: {} } },
  ],
  [
    'delivery',
    '5-homeless-run-applied',
    'promises/homeless-run',
    {
      state: 'pending',
      reason: { code: 'noDestinationForPromise', values: {} },
    },
  ],
  [
    'delivery',
    '5-126-events-without-news-of-the-static-dependencies-work-and-placement-left-out-from-here-until-221.98',
    'promises/homeless-parts',
    {
      state: 'pending',
      reason: { code: 'noDestinationForPromise', values: {} },
    },
  ],
  [
    'delivery',
    'end',
    'promises/homeless-parts',
    { state: 'ready', reason: { code: 'promiseAvailable', values: {} } },
  ],
];

interface TraceEvent {
  t: number;
  mark?: string;
  resource?: string;
  type?: string;
  object: Subject;
}

interface Subject {
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
  };
}

/** What there is at one time, by plural and name. */
type Store = Map<string, Map<string, Subject>>;

function eventsOf(corpus: Corpus, trace: string): TraceEvent[] {
  const lines = corpus.read('traces', `${trace}.jsonl`).trim().split('\n');
  return lines.map(line => JSON.parse(line));
}

function take(store: Store, { resource, type, object }: TraceEvent) {
  if (!resource) return;
  const plural = resource.split('.')[0];
  const objects = store.get(plural) ?? new Map<string, Subject>();
  store.set(plural, objects);
  if (type === 'DELETED') objects.delete(object.metadata.name);
  else objects.set(object.metadata.name, object);
}

function relatedOf(store: Store, plural: string, name: string): Related {
  const all = (kind: string) => [...(store.get(kind)?.values() ?? [])];
  const isOwned = ({ metadata: { labels } }: Subject) =>
    plural === 'promises'
      ? labels?.['kratix.io/promise-name'] === name &&
        labels['kratix.io/resource-name'] === undefined
      : labels?.['kratix.io/resource-name'] === name;
  return {
    works: all('works').filter(isOwned),
    workPlacements: all('workplacements'),
    destinations: all('destinations'),
    jobs: all('jobs').filter(isOwned),
  };
}

function healthIn(store: Store, key: string, look: boolean): Health | 'gone' {
  const [plural, name] = key.split('/');
  const subject = store.get(plural)?.get(name);
  if (!subject) return 'gone';
  return healthOf(subject, look ? relatedOf(store, plural, name) : undefined);
}

function stateOf(store: Store, key: string, look: boolean): string {
  const health = healthIn(store, key, look);
  return health === 'gone' ? health : health.state;
}

/** States in order, each once in a row, as long as the object is there. */
function livesIn(
  corpus: Corpus,
  trace: string,
  keys: string[],
  look: boolean,
): Record<string, string> {
  const found = new Map<string, string[]>(keys.map(key => [key, []]));
  const store: Store = new Map();
  for (const event of eventsOf(corpus, trace)) {
    take(store, event);
    // What is looked at changes a Resource's health without an event of its own.
    for (const [key, states] of found) {
      const state = stateOf(store, key, look);
      if (state !== 'gone' && state !== states.at(-1)) states.push(state);
    }
  }
  return Object.fromEntries(
    [...found].map(([key, states]) => [key, states.join(' ')]),
  );
}

/** The first events of what comes next stand this long before its mark. */
const BEFORE_MARK_S = 0.5;

/** What there is when what a mark names has had its effect. */
function storeAt(corpus: Corpus, trace: string, mark: string): Store {
  const events = eventsOf(corpus, trace);
  const marks = events.filter(event => event.mark !== undefined);
  const index = marks.findIndex(event => event.mark === mark);
  if (index < 0) throw new Error(`${trace} has no mark ${mark}`);
  const next = marks[index + 1]?.t ?? Infinity;
  const until = Math.max(marks[index].t, next - BEFORE_MARK_S);
  const store: Store = new Map();
  events.filter(({ t }) => t <= until).forEach(event => take(store, event));
  return store;
}

const toldAlone = (lives: Record<string, Life>) =>
  Object.fromEntries(
    Object.entries(lives).map(([key, { alone }]) => [key, alone]),
  );
const toldWithALook = (lives: Record<string, Life>) =>
  Object.fromEntries(
    Object.entries(lives).map(([key, { alone, looked = alone }]) => [
      key,
      looked,
    ]),
  );

describe('health over the life of a lamp, of our own corpus', () => {
  const keys = Object.keys(lamps);

  it('says what a person would, from the object alone', () => {
    expect(livesIn(ownCorpus, 'lamp', keys, false)).toEqual(toldAlone(lamps));
  });

  it('knows more when it looks at what hangs below', () => {
    expect(livesIn(ownCorpus, 'lamp', keys, true)).toEqual(
      toldWithALook(lamps),
    );
  });

  it.each<Moment>([
    ['promise-applied', 'promises/lamp', 'ready'],
    ['desk-created', 'lamps/desk', 'ready'],
    ['desk-made-warm', 'lamps/desk', 'ready'],
    ['state-store-gone', 'lamps/desk', 'degraded'],
    ['state-store-back', 'lamps/desk', 'ready'],
    ['desk-paused', 'lamps/desk', 'paused'],
    ['desk-resumed', 'lamps/desk', 'ready'],
    ['hall-created-whose-pipeline-fails', 'lamps/hall', 'failed'],
    ['desk-deleted', 'lamps/desk', 'gone'],
    ['promise-deleted', 'promises/lamp', 'deleting'],
    ['end', 'promises/lamp', 'gone'],
  ])('after %s, %s is %s', (mark, key, state) => {
    expect(stateOf(storeAt(ownCorpus, 'lamp', mark), key, true)).toBe(state);
  });
});

describeRecorded(
  'health over lifecycles',
  ['lifecycle', 'edge', 'waiting', 'delivery'].map(
    trace => `traces/${trace}.jsonl`,
  ),
  recorded => {
    it.each([
      ['lifecycle', lifecycle],
      ['edge', edge],
      ['waiting', waitingLives],
    ])(
      'says what a person would, from the object alone: %s',
      (trace, lives) => {
        expect(livesIn(recorded, trace, Object.keys(lives), false)).toEqual(
          toldAlone(lives),
        );
      },
    );

    it('knows more when it looks at what hangs below', () => {
      expect(livesIn(recorded, 'edge', Object.keys(edge), true)).toEqual(
        toldWithALook(edge),
      );
    });

    it.each(reasons)(
      '%s: after %s, %s says why',
      (trace, mark, key, health) => {
        expect(
          healthIn(storeAt(recorded, trace, mark), key, true),
        ).toMatchObject(health);
      },
    );

    it('says without a look that what a Promise installs waits', () => {
      const store = storeAt(recorded, 'delivery', '5-homeless-run-applied');
      expect(healthIn(store, 'promises/homeless-run', false)).toMatchObject({
        state: 'pending',
        reason: { code: 'worksPending' },
      });
    });

    it('tells by the newest Job that a failed deletion is tried again', () => {
      const keys = ['steps/stuck', 'promises/setup'];
      const lives = livesIn(recorded, 'waiting', keys, true);
      // Its Jobs go a moment before it, the newest one first.
      expect(lives['steps/stuck']).toMatch(
        /ready deleting failed deleting failed deleting( failed)?$/,
      );
      expect(lives['promises/setup']).toMatch(
        /ready deleting failed deleting( failed)?$/,
      );
    });

    it.each<[string, ...Moment]>([
      ...waiting.map((moment): [string, ...Moment] => ['waiting', ...moment]),
      ...delivery.map((moment): [string, ...Moment] => ['delivery', ...moment]),
    ])('%s: after %s, %s is %s', (trace, mark, key, state) => {
      expect(stateOf(storeAt(recorded, trace, mark), key, true)).toBe(state);
    });
  },
);
