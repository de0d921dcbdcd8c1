import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  testGitea,
  testKubeconfig,
  type GiteaRepository,
} from '@internal/testbed';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { ifNotFound, resourceTypes } from '@syntasso/plugin-ske-node';
import { newCachePromise, newClient } from '../__testUtils__/cachePromise';
import {
  startRequestsRepository,
  syncToCluster,
} from '../__testUtils__/gitPlatform';
import { buildVictim } from '../__testUtils__/victim/build';
import {
  runSeries,
  type Outcome,
  type Portal,
  type Series,
} from '../__testUtils__/victim/series';

/** Points of a request at which the backend is killed, in each series. */
const POINTS = Number(process.env.SKE_KILL_POINTS ?? 50);
const client = newClient();
const kubeconfig = testKubeconfig();
const spec = { size: 'small' };
const values = (name: string) => ({
  objname: name,
  objnamespace: 'default',
  spec,
});

type Cache = ReturnType<typeof newCachePromise>;
type Repository = Awaited<ReturnType<typeof startRequestsRepository>>;

const kinds = {
  kubernetes: newCachePromise('Jar'),
  hybrid: newCachePromise('Barrel'),
  gitops: newCachePromise('Basket'),
  proposals: newCachePromise('Bucket'),
};

let built: Awaited<ReturnType<typeof buildVictim>>;
const ends: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  built = await buildVictim();
  for (const [id, { promise }] of Object.entries(kinds)) {
    await client.create(resourceTypes.promises, {
      ...promise,
      metadata: {
        ...promise.metadata,
        annotations: {
          'ske.backstage.template/delivery':
            id === 'proposals' ? 'pull-request' : 'push',
        },
      },
    });
  }
}, 120_000);
afterAll(async () => {
  for (const { promiseName } of Object.values(kinds)) {
    await client.delete(resourceTypes.promises, { name: promiseName });
  }
  await Promise.all(ends.map(end => end()));
  rmSync(dirname(built.main), { recursive: true, force: true });
}, 120_000);

const template = ({ promise }: Cache) =>
  `template:default/${kindOf(promise).toLowerCase()}-promise-template`;
const kindOf = (promise: Manifest) =>
  (promise.spec as { api: { spec: { names: { kind: string } } } }).api.spec
    .names.kind;

/** What everybody sees of a request that has come to its end. */
async function shown(cache: Cache, name: string, portal: Portal) {
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

/** A request that goes to the platform, by whichever way. */
const pushed = (
  cache: Cache,
  commits: (name: string) => Promise<number> | undefined,
): Pick<Series, 'faults' | 'settled'> => ({
  async settled(name, portal) {
    const { records, pending, entities } = await shown(cache, name, portal);
    const open = records.some(({ state }) => state !== 'done');
    return records.length > 0 && !open && pending === 0 && entities === 1;
  },
  async faults(name, portal) {
    const { records, pending, entities } = await shown(cache, name, portal);
    const key = { namespace: 'default', name };
    const present = await client.get(cache.type, key).catch(ifNotFound);
    return [
      ...unlike('Resource', present?.spec, spec),
      ...unlike('versions of it', present?.metadata.generation, 1),
      ...unlike('commits', await commits(name), commits(name) && 1),
      ...unlike('entities', entities, 1),
      ...unlike('pending entities', pending, 0),
      ...unlike('outcome', records[0]?.outcome, 'ready'),
    ];
  },
});

/** Makes the cluster follow a repository, as a GitOps agent does. */
function follow({ repository }: Repository, cache: Cache) {
  let ended = false;
  const synced = new Set<string>();
  const following = (async () => {
    while (!ended) {
      await syncToCluster(repository, client, cache.type, synced).catch(() => {
        // Its API may not be there yet; agents try again, too.
      });
      await sleep(500);
    }
  })();
  return async () => {
    ended = true;
    await following;
  };
}

async function inGit(mode: 'gitops' | 'hybrid'): Promise<Series> {
  const cache = kinds[mode];
  const bed = await startRequestsRepository();
  ends.push(follow(bed, cache), bed.stop);
  return {
    id: mode,
    templateRef: template(cache),
    values,
    config: {
      ske: {
        mode,
        kubernetes: { kubeconfig },
        scm: { repoUrl: bed.host.url, token: 'writes', username: 'writer' },
        pendingRequests: { refreshSeconds: 5 },
      },
    },
    decisive: [/ POST .*\/git-receive-pack$/],
    ...pushed(cache, async name => {
      const path = `kratix-requests/${cache.promiseName}/default/${name}.yaml`;
      const log = await bed.host.git('log', '--format=%H', 'main', '--', path);
      return log.split('\n').filter(Boolean).length;
    }),
  };
}

async function direct(): Promise<Series> {
  const cache = kinds.kubernetes;
  return {
    id: 'kubernetes',
    templateRef: template(cache),
    values,
    config: {
      ske: {
        kubernetes: { kubeconfig },
        pendingRequests: { refreshSeconds: 5 },
      },
    },
    decisive: [/ PATCH .*\/…$/],
    ...pushed(cache, () => undefined),
  };
}

async function proposed(): Promise<Series> {
  const cache = kinds.proposals;
  const gitea = testGitea();
  const { name: username, password } = gitea.accounts.robot;
  const repository: GiteaRepository = await gitea.create(
    `kill-${cache.promiseName}`,
  );
  const pullsOf = async (name: string) => {
    const pulls = await repository.pulls();
    return pulls.filter(({ title }) => title.endsWith(`/${name}`));
  };
  return {
    id: 'proposals',
    templateRef: template(cache),
    values: name => ({ ...values(name), repoUrl: repository.repoUrl }),
    config: {
      integrations: {
        gitea: [{ host: gitea.host, baseUrl: gitea.url, username, password }],
      },
      ske: {
        kubernetes: { kubeconfig },
        delivery: { requestsRepoUrl: repository.repoUrl },
        // To look after what is open already is no part of a request.
        pendingRequests: { refreshSeconds: 20 },
      },
    },
    decisive: [/ POST .*\/git-receive-pack$/, / POST .*\/pulls$/],
    async settled(name, portal) {
      const { records, pending } = await shown(cache, name, portal);
      return (
        records.length > 0 &&
        records.every(({ state }) => state !== 'recorded') &&
        pending > 0
      );
    },
    async faults(name, portal) {
      const { records, pending, entities } = await shown(cache, name, portal);
      const pulls = await pullsOf(name);
      const log = await repository.log(
        `backstage/${cache.promiseName}/${name}`,
      );
      return [
        ...unlike('pull requests', pulls.length, 1),
        ...unlike('state', pulls[0]?.state, 'open'),
        // On top of the one that the repository began with.
        ...unlike('commits', log.length, 2),
        ...unlike('entities', entities, 0),
        ...unlike('pending entities', pending, 1),
        ...unlike('record', records[0]?.state, 'sent'),
      ];
    },
  };
}

const results = resolve(__dirname, '../../../../.cache/test');

/** What was killed where, for people. */
function table(id: string, outcomes: Outcome[]) {
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

const series: [string, () => Promise<Series>][] = [
  ['kubernetes', direct],
  ['hybrid', () => inGit('hybrid')],
  ['gitops', () => inGit('gitops')],
  ['pull requests', proposed],
];

/** All at once: most of a series is waiting for a backend to come or to die. */
const runs = new Map<string, Promise<{ made: Series; outcomes: Outcome[] }>>();
function runAll() {
  for (const [name, make] of series) {
    runs.set(
      name,
      make().then(async made => {
        const outcomes = await runSeries(made, built, POINTS);
        table(made.id, outcomes);
        return { made, outcomes };
      }),
    );
  }
  // Each is awaited by a test of its own; the first to fail is not the last word.
  runs.forEach(run => run.catch(() => undefined));
}

it.each(series)(
  'killed at any point of a request, by %s: exactly one, and people see it',
  async name => {
    if (runs.size === 0) runAll();
    const { made, outcomes } = await runs.get(name)!;
    expect(outcomes.filter(({ faults }) => faults.length > 0)).toEqual([]);
    expect(outcomes).toHaveLength(POINTS);
    const reached = outcomes.filter(one => one.reached);
    expect(reached.length).toBeGreaterThan(POINTS * 0.7);
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
  40 * 60_000,
);
