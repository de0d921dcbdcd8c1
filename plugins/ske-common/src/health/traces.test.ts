import { testCorpus } from '@internal/testbed';
import { health } from './health';
import type { Related } from './types';

/** What a person would say happened, as words of the health vocabulary. */
const expected: Record<string, { alone: string; looked?: string }> = {
  'promises/redis': { alone: 'pending progressing ready deleting' },
  'redis/example': {
    alone:
      'pending progressing ready progressing ready paused progressing ready progressing ready deleting',
  },
  'redis/broken': { alone: 'pending progressing failed deleting' },
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
  },
  'twosteps/two-suspend': {
    alone: 'pending progressing paused progressing ready',
  },
  'nowheres/lost': {
    alone: 'pending progressing ready progressing degraded deleting',
    // Nothing matches, then a Destination does, then it stops matching.
    looked:
      'pending progressing degraded progressing ready degraded progressing degraded deleting',
  },
};

interface TraceEvent {
  resource?: string;
  type?: string;
  object: {
    metadata: {
      name: string;
      namespace?: string;
      labels?: Record<string, string>;
    };
  };
}

/** States in order, each once in a row, for a Promise or Resource of a recording. */
function sequences(file: string, look: boolean) {
  const found = new Map<string, string[]>();
  const store = new Map<string, Map<string, TraceEvent['object']>>();
  for (const line of testCorpus.read('traces', file).trim().split('\n')) {
    const { resource, type, object } = JSON.parse(line) as TraceEvent;
    if (!resource) continue;
    const plural = resource.split('.')[0];
    const objects = store.get(plural) ?? new Map();
    store.set(plural, objects);
    if (type === 'DELETED') objects.delete(object.metadata.name);
    else objects.set(object.metadata.name, object);
    // What is looked at changes a Resource's health without an event of its own.
    for (const [owner, all] of store) {
      for (const [name, subject] of all) {
        const key = `${owner}/${name}`;
        if (!(key in expected)) continue;
        const { state } = health(
          subject,
          look ? relatedOf(store, name) : undefined,
        );
        const states = found.get(key) ?? [];
        if (states[states.length - 1] !== state) states.push(state);
        found.set(key, states);
      }
    }
  }
  return found;
}

function relatedOf(
  store: Map<string, Map<string, TraceEvent['object']>>,
  name: string,
): Related {
  const all = (plural: string) => [...(store.get(plural)?.values() ?? [])];
  return {
    works: all('works').filter(
      w => w.metadata.labels?.['kratix.io/resource-name'] === name,
    ),
    workPlacements: all('workplacements'),
    destinations: all('destinations'),
  };
}

testCorpus.describe('health over the recorded lifecycles', () => {
  it.each(['lifecycle.jsonl', 'edge.jsonl'])(
    'says what a person would, from the object alone: %s',
    file => {
      for (const [key, states] of sequences(file, false)) {
        expect(`${key}: ${states.join(' ')}`).toBe(
          `${key}: ${expected[key].alone}`,
        );
      }
    },
  );

  it('knows more when it looks at what hangs below', () => {
    const found = sequences('edge.jsonl', true);
    for (const key of ['twosteps/two-ok', 'nowheres/lost']) {
      const steady = found.get(key)?.join(' ');
      expect(`${key}: ${steady}`).toBe(`${key}: ${expected[key].looked}`);
    }
  });
});
