import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { countCommits, eventually } from '@internal/testbed';
import {
  requestBranch,
  type Manifest,
  type RequestAction,
} from '@syntasso/plugin-ske-common';
import { ifNotFound, resourceTypes } from '@syntasso/plugin-ske-node';
import { newClient } from '../__testUtils__/cachePromise';
import { buildBackendProcess } from '../__testUtils__/backendProcess/build';
import {
  byPullRequest,
  direct,
  inGit,
  type Delivery,
} from '../__testUtils__/backendProcess/deliveries';
import type { Sample } from '../__testUtils__/backendProcess/killPoints';
import {
  runSeries,
  type Outcome,
  type Portal,
  type Series,
} from '../__testUtils__/backendProcess/series';

// A backend is killed at one point of a request after the other: a new one, a
// change and a deletion, each by every way that requests go. With each commit
// another sample of the points is visited; `npm run test:kill` visits all, of one
// action with `SKE_KILL_ACTION=Delete`.

const ACTIONS: RequestAction[] = ['Request', 'Update', 'Delete'];
const SAMPLE = 5;
const all = process.env.SKE_KILL_POINTS === 'all';

/** What is visited changes with each. */
const commits = countCommits();
const chosen = ACTIONS.find(one => one === process.env.SKE_KILL_ACTION);
const turn = all ? ACTIONS : [ACTIONS[commits % ACTIONS.length]];
const actions = chosen ? [chosen] : turn;
const sample: Sample | undefined = all
  ? undefined
  : { size: SAMPLE, round: Math.floor(commits / ACTIONS.length) };

const client = newClient();
const results = resolve(__dirname, '../../../../.cache/test');

let built: Awaited<ReturnType<typeof buildBackendProcess>>;
let deliveries: Delivery[] = [];

beforeAll(async () => {
  built = await buildBackendProcess();
  deliveries = await Promise.all([
    direct(client),
    inGit(client, 'hybrid'),
    inGit(client, 'gitops'),
    byPullRequest(client),
  ]);
  for (const { cache, type } of deliveries) {
    const { metadata } = cache.promise;
    await client.create(resourceTypes.promises, {
      ...cache.promise,
      metadata: {
        ...metadata,
        annotations: { 'ske.backstage.template/delivery': type },
      },
    });
  }
}, 120_000);
afterAll(async () => {
  for (const { cache, stop } of deliveries) {
    await client.delete(resourceTypes.promises, { name: cache.promiseName });
    await stop();
  }
  rmSync(dirname(built.main), { recursive: true, force: true });
}, 120_000);

const kindOf = (promise: Manifest) =>
  (promise.spec as { api: { spec: { names: { kind: string } } } }).api.spec
    .names.kind;

/** What everybody sees of a request that has come to its end. */
async function shown({ cache }: Delivery, name: string, portal: Portal) {
  const entities = await portal.entities(
    `kind=component,metadata.annotations.kratix.io/name=${name}`,
  );
  const records = await portal.requests(cache.query(name));
  const pending = entities.filter(({ metadata }) =>
    metadata.tags?.includes('pending'),
  );
  return {
    records,
    pending: pending.length,
    entities: entities.length - pending.length,
  };
}

const unlike = (what: string, found: unknown, expected: unknown) =>
  JSON.stringify(found) === JSON.stringify(expected)
    ? []
    : [`${what}: ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`];

/** What brings a request on its way. */
const decisiveOf = ({ id, proposed }: Delivery, action: RequestAction) => {
  if (proposed) return [/ POST .*\/git-receive-pack$/, / POST .*\/pulls$/];
  if (id !== 'kubernetes') return [/ POST .*\/git-receive-pack$/];
  return [action === 'Delete' ? / DELETE .*\/…$/ : / PATCH .*\/…$/];
};

/** What is to be there once all is over. */
const END = {
  Request: { size: 'small', generation: 1, entities: 1, outcome: 'ready' },
  Update: { size: 'large', generation: 2, entities: 1, outcome: 'ready' },
  Delete: {
    size: undefined,
    generation: undefined,
    entities: 0,
    outcome: 'deleted',
  },
} as const;

/** A request that goes to the platform. */
const pushed = (
  delivery: Delivery,
  action: RequestAction,
): Pick<Series, 'faults' | 'settled'> => ({
  async settled(name, portal) {
    const { records, pending, entities } = await shown(delivery, name, portal);
    const open = records.some(({ state }) => state !== 'done');
    return (
      records.length > 0 &&
      !open &&
      pending === 0 &&
      entities === END[action].entities
    );
  },
  async faults(name, portal) {
    const { records, pending, entities } = await shown(delivery, name, portal);
    const key = { namespace: 'default', name };
    const present = await client
      .get(delivery.cache.type, key)
      .catch(ifNotFound);
    const count = await delivery.commits(name);
    const end = END[action];
    return [
      ...unlike('size', (present?.spec as { size?: string })?.size, end.size),
      ...unlike('versions', present?.metadata.generation, end.generation),
      // What was there before is one commit of its own.
      ...unlike('commits', count, count && (action === 'Request' ? 1 : 2)),
      ...unlike('entities', entities, end.entities),
      ...unlike('pending entities', pending, 0),
      ...unlike('outcome', records[0]?.outcome, end.outcome),
    ];
  },
});

/** A request that waits for somebody to merge it. */
const proposed = (
  delivery: Delivery,
  action: RequestAction,
): Pick<Series, 'faults' | 'settled'> => ({
  async settled(name, portal) {
    const { records } = await shown(delivery, name, portal);
    return (
      records.length > 0 && records.every(({ state }) => state !== 'recorded')
    );
  },
  async faults(name, portal) {
    const { records, pending, entities } = await shown(delivery, name, portal);
    const { promiseName: promise } = delivery.cache;
    const branch = requestBranch(
      { promise, namespace: 'default', name },
      action,
    );
    const at = await delivery.proposed!(name, branch);
    const isNew = action === 'Request';
    return [
      ...unlike('pull requests', at.states, ['open']),
      ...unlike('commits', at.commits, 1),
      ...unlike('entities', entities, isNew ? 0 : 1),
      ...unlike('pending entities', pending, isNew ? 1 : 0),
      ...unlike('record', records[0]?.state, 'sent'),
      ...(records[0]?.message ? [`record: ${records[0].message}`] : []),
    ];
  },
});

function seriesOf(delivery: Delivery, action: RequestAction): Series {
  const { id, cache, config, more, type } = delivery;
  const isProposed = type === 'pull-request';
  const kind = kindOf(cache.promise).toLowerCase();
  const prAction = isProposed ? { prAction: action } : {};
  return {
    id: `${id}${action.toLowerCase()}`,
    templateRef: `template:default/${kind}-promise-template`,
    config,
    values: name => ({
      ...{ objname: name, objnamespace: 'default', ...more, ...prAction },
      spec: { size: action === 'Update' ? 'large' : 'small' },
    }),
    ...(action === 'Request'
      ? {}
      : {
          async prepare(name, portal) {
            await delivery.create(name);
            await eventually(`the entity of ${name}`, async () => {
              const { entities } = await shown(delivery, name, portal);
              return entities === 1;
            });
          },
        }),
    // By pull request, a deletion is proposed by the Template.
    ...(action === 'Delete' && !isProposed
      ? { submit: (name, portal) => portal.remove(cache.ref(name)) }
      : {}),
    decisive: decisiveOf(delivery, action),
    ...(isProposed ? proposed : pushed)(delivery, action),
  };
}

/** What was killed where, for people. */
function writeTable(id: string, outcomes: Outcome[]) {
  const rows = outcomes.map(({ point, reached, answered, faults }, index) =>
    [
      '',
      index + 1,
      `${reached ? '' : 'not reached: '}${point.label}${
        point.occurrence > 1 ? `, time ${point.occurrence}` : ''
      }`,
      answered ? 'answered' : 'asked again',
      faults.join('; ') || 'exactly one',
      '',
    ]
      .join(' | ')
      .trim(),
  );
  mkdirSync(results, { recursive: true });
  writeFileSync(
    join(results, `kill-${id}.md`),
    ['| point | killed | person | outcome |', '| --- | --- | --- | --- |']
      .concat(rows, '')
      .join('\n'),
  );
}

const WAYS = ['kubernetes', 'hybrid', 'gitops', 'pull request'];
const cases = actions.flatMap(action =>
  WAYS.map((way, index) => [action, way, index] as const),
);
type Run = Promise<{ made: Series; outcomes: Outcome[] }>;
const runs = new Map<string, Run>();

/** All ways at once: most of a series is waiting for a backend to come or to die. */
function runAll(action: RequestAction) {
  deliveries.forEach((delivery, index) => {
    const made = seriesOf(delivery, action);
    const run = runSeries(made, built, sample).then(outcomes => {
      writeTable(made.id, outcomes);
      return { made, outcomes };
    });
    // Each is awaited by a test of its own; the first to fail is not the last word.
    run.catch(() => undefined);
    runs.set(`${action} ${index}`, run);
  });
}

it.each(cases)(
  'killed at any point of a %s, by %s: exactly one, and people see it',
  async (action, _, index) => {
    if (!runs.has(`${action} ${index}`)) runAll(action);
    const { made, outcomes } = await runs.get(`${action} ${index}`)!;
    expect(outcomes.filter(({ faults }) => faults.length > 0)).toEqual([]);
    const reached = outcomes.filter(one => one.reached);
    expect(reached.length).toBeGreaterThan(outcomes.length * 0.7);
    // Whatever else: right before and right after what brings it on its way.
    const decisive = made.decisive.map(question =>
      reached
        .filter(
          ({ point: { label, occurrence } }) =>
            occurrence === 1 && question.test(label),
        )
        .map(({ point }) => point.label.split(' ')[0])
        .sort(),
    );
    expect(decisive).toEqual(made.decisive.map(() => ['after', 'before']));
  },
  60 * 60_000,
);
