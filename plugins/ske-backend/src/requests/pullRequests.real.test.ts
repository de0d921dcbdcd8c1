import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import scaffolder from '@backstage/plugin-scaffolder-backend';
import {
  eventually,
  testGitea,
  testKubeconfig,
  type GiteaRepository,
} from '@internal/testbed';
import { ifNotFound, resourceTypes } from '@syntasso/plugin-ske-node';
import { parse } from 'yaml';
import { startBackend, type TestBackend } from '../__testUtils__/backend';
import { newCachePromise, newClient } from '../__testUtils__/cachePromise';
import { person } from '../__testUtils__/templates';

const { promise, promiseName, ref, query, type } = newCachePromise('Hamper');
const client = newClient();
const gitea = testGitea();
const TEMPLATE = 'template:default/hamper-promise-template';
const path = (name: string) =>
  `kratix-requests/${promiseName}/default/${name}.yaml`;
const branch = (name: string) => `backstage/${promiseName}/${name}`;

let backend: TestBackend;
let repository: GiteaRepository;
let anna: ReturnType<typeof person>;

const values = (name: string, more: object = {}) => ({
  objname: name,
  objnamespace: 'default',
  spec: { size: 'small' },
  repoUrl: repository.repoUrl,
  ...more,
});

/** What a GitOps agent does when something was merged. */
async function deliver(...names: string[]) {
  for (const name of names) {
    const text = await repository.read(path(name));
    const key = { namespace: 'default', name };
    if (text === undefined) await client.delete(type, key).catch(ifNotFound);
    else {
      await client.apply(type, parse(text), {
        fieldManager: 'agent',
        force: true,
      });
    }
  }
}

const pending = (name: string) =>
  anna.entities(
    `kind=component,metadata.tags=pending,metadata.annotations.kratix.io/name=${name}`,
  );
const resource = (name: string) =>
  anna.entities(`kind=component,metadata.name=${name}-hamper`);
/** The last pull request about a Resource. */
async function pullOf(name: string) {
  const pulls = await repository.pulls();
  const [last] = pulls
    .filter(({ title }) => title.endsWith(`/${name}`))
    .sort((a, b) => b.number - a.number);
  return last;
}
const newest = async (name: string) => (await anna.requests(query(name)))[0];

beforeAll(async () => {
  const { name, password } = gitea.accounts.robot;
  repository = await gitea.create(`requests-${promiseName}`);
  backend = await startBackend({
    // The mock one does everything once; here things are done again and again.
    features: [scaffolder, schedulerServiceFactory],
    config: {
      integrations: {
        gitea: [
          {
            host: gitea.host,
            baseUrl: gitea.url,
            username: name,
            password,
          },
        ],
      },
      ske: {
        kubernetes: { kubeconfig: testKubeconfig() },
        delivery: {
          type: 'pull-request',
          requestsRepoUrl: repository.repoUrl,
          // Also one that is not there.
          repositories: ['*'],
        },
        pendingRequests: { refreshSeconds: 1, sweepSeconds: 1 },
      },
    },
  });
  anna = person(backend.api);
  await client.create(resourceTypes.promises, promise);
  await eventually('the Template', async () => {
    const found = await anna.entities(
      'kind=template,metadata.name=hamper-promise-template',
    );
    return found.length > 0;
  });
}, 60_000);
afterAll(async () => {
  await client.delete(resourceTypes.promises, { name: promiseName });
  await backend.stop();
});

jest.setTimeout(90_000);

it('opens a pull request, shows the request, and withdraws it when it is there', async () => {
  const done = await anna.run(TEMPLATE, values('one'));
  expect(done).toMatchObject({ status: 'completed', error: undefined });
  const pull = await pullOf('one');
  expect(done.links).toEqual([
    {
      title: 'Pull request',
      url: `${repository.url}/pulls/${pull.number}`,
    },
    { title: 'Requests repository', url: repository.url },
    {
      title: 'Request',
      icon: 'catalog',
      entityRef: expect.stringContaining(
        'component:default/one-hamper-request',
      ),
    },
  ]);
  expect(parse((await repository.read(path('one'), branch('one')))!)).toEqual({
    apiVersion: ref('one').apiVersion,
    kind: 'Hamper',
    metadata: {
      name: 'one',
      namespace: 'default',
      annotations: {
        'kratix.io/requests-repo-url': repository.repoUrl,
        'ske.backstage.resource/requestedBy': 'user:default/mock',
      },
    },
    spec: { size: 'small' },
  });
  expect(await repository.files()).toEqual(['README.md']);

  const [entity] = await eventually('the pending entity', async () => {
    const found = await pending('one');
    const url = found[0]?.metadata.annotations?.['kratix.io/pull-request-url'];
    return url !== undefined && found;
  });
  expect(entity.metadata).toMatchObject({
    title: 'one Hamper',
    description: expect.stringContaining('user:default/mock'),
    annotations: {
      'kratix.io/phase': 'pending-review',
      'kratix.io/pull-request-url': `${repository.url}/pulls/${pull.number}`,
      'kratix.io/requested-by': 'user:default/mock',
    },
  });

  await repository.approve(pull.number);
  await eventually('the approval', async () => {
    const { pullRequest } = (await newest('one')) as {
      pullRequest: { review: string };
    };
    return pullRequest.review === 'approved';
  });
  await repository.merge(pull.number);
  await eventually('the merge', async () => {
    const { pullRequest } = (await newest('one')) as {
      pullRequest: { state: string };
    };
    return pullRequest.state === 'merged';
  });
  // Merged is not there yet.
  expect(await pending('one')).toHaveLength(1);
  await deliver('one');
  await eventually('the Resource', async () => (await resource('one')).length);
  await eventually(
    'the withdrawal',
    async () => (await pending('one')).length === 0,
  );
  await eventually(
    'the end',
    async () => (await newest('one')).outcome === 'ready',
  );
});

it('uses branch and pull request again, as long as it is open', async () => {
  await anna.run(TEMPLATE, values('two'));
  const pull = await pullOf('two');
  const again = await anna.run(
    TEMPLATE,
    values('two', { spec: { size: 'large' } }),
  );
  expect(again.status).toBe('completed');
  const pulls = (await repository.pulls()).filter(p => p.title.includes('two'));
  expect(pulls).toEqual([expect.objectContaining({ number: pull.number })]);
  const file = parse((await repository.read(path('two'), branch('two')))!);
  expect(file.spec).toEqual({ size: 'large' });
  const requests = await anna.requests(query('two'));
  expect(requests.map(({ outcome }) => outcome)).toEqual([
    undefined,
    'replaced',
  ]);
  expect(
    await eventually('one pending entity', async () => {
      const found = await pending('two');
      return found.length === 1 && found;
    }),
  ).toHaveLength(1);
});

it('withdraws the request when it is closed, and brings it back when it is opened again', async () => {
  await anna.run(TEMPLATE, values('three'));
  const pull = await pullOf('three');
  await eventually('the entity', async () => (await pending('three')).length);
  await repository.close(pull.number);
  await eventually(
    'the withdrawal',
    async () => (await pending('three')).length === 0,
  );
  expect(await newest('three')).toMatchObject({
    state: 'done',
    outcome: 'closed',
    message: 'Its pull request was closed without being merged.',
  });
  await repository.reopen(pull.number);
  await eventually('its return', async () => (await pending('three')).length);

  await repository.close(pull.number);
  await eventually(
    'the second withdrawal',
    async () => (await pending('three')).length === 0,
  );
  // Who asks anew gets a new one, and is told why.
  const anew = await anna.run(TEMPLATE, values('three'));
  expect(anew.log.join('\n')).toContain('was closed, so a new one was opened');
  const pulls = (await repository.pulls()).filter(p =>
    p.title.includes('three'),
  );
  expect(pulls).toHaveLength(2);
});

it('changes and deletes what is there by pull requests, and says so on its entity', async () => {
  await anna.run(TEMPLATE, values('four'));
  const first = await pullOf('four');
  await repository.merge(first.number);
  await deliver('four');
  await eventually('the Resource', async () => (await resource('four')).length);
  await eventually(
    'the end',
    async () => (await newest('four')).outcome === 'ready',
  );

  await anna.run(
    TEMPLATE,
    values('four', { spec: { size: 'large' }, prAction: 'Update' }),
  );
  const update = await pullOf('four');
  const [updating] = await eventually('the phase', async () => {
    const found = await resource('four');
    const url = found[0]?.metadata.annotations?.['kratix.io/pull-request-url'];
    return url !== undefined && found;
  });
  expect(updating.metadata.annotations).toMatchObject({
    'kratix.io/phase': 'pending-review',
    'kratix.io/pull-request-url': `${repository.url}/pulls/${update.number}`,
    'kratix.io/requests-repo-url': repository.repoUrl,
  });
  expect(await pending('four')).toEqual([]);
  expect(await newest('four')).toMatchObject({
    action: 'Update',
    before: expect.stringContaining('size: small'),
    manifest: expect.stringContaining('size: large'),
  });
  await repository.merge(update.number);
  await deliver('four');
  await eventually(
    'the change',
    async () => (await newest('four')).outcome === 'ready',
  );

  await anna.run(
    TEMPLATE,
    values('four', {
      prAction: 'Delete',
      catalogPhase: 'pending-deletion',
    }),
  );
  const deletion = await pullOf('four');
  expect(await repository.files(`${branch('four')}-delete`)).not.toContain(
    path('four'),
  );
  await eventually('the phase', async () => {
    const [found] = await resource('four');
    return (
      found.metadata.annotations?.['kratix.io/phase'] === 'pending-deletion'
    );
  });
  await repository.merge(deletion.number);
  await deliver('four');
  await eventually(
    'the deletion',
    async () => (await newest('four')).outcome === 'deleted',
  );
  expect(await resource('four')).toEqual([]);
});

it('says what is wrong: a protected branch, no right, no repository', async () => {
  const elsewhere = await anna.run(
    TEMPLATE,
    values('five', { repoUrl: 'nowhere.example.org?owner=o&repo=r' }),
  );
  expect(elsewhere).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('is not among integrations'),
  });
  const missing = await anna.run(
    TEMPLATE,
    values('five', {
      repoUrl: `${gitea.host}?owner=${gitea.organisation}&repo=nothing`,
    }),
  );
  expect(missing.error).toContain('there is no such repository');
  expect(await newest('five')).toMatchObject({
    outcome: 'refused',
    message: expect.stringContaining('there is no such repository'),
  });
  expect(await pending('five')).toEqual([]);
});
