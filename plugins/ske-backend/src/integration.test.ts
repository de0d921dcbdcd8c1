import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mockCredentials } from '@backstage/backend-test-utils';
import { eventually } from '@internal/testbed';
import {
  platformOverviewSchema,
  subjectKey,
  type StreamEvent,
  type StreamMessage,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { parseAllDocuments } from 'yaml';
import { createConfigureResourceAction } from './actions/configureResource';
import {
  newResourceRequests,
  newTask,
  runAction,
} from './__testUtils__/actions';
import { startBackend } from './__testUtils__/backend';
import {
  newCachePromise,
  newClient,
  newClusterProvider,
  requestCache,
} from './__testUtils__/cachePromise';
import { InMemoryNameTable } from './entities/names/InMemoryNameTable';
import { platformProviderOf } from './__testUtils__/platformProvider';
import { makeTemporaryFolder } from './__testUtils__/temporaryFolder';

const { cache, group, promise, promiseName, query, ref, subject, type } =
  newCachePromise();
const client = newClient();

describe('the backend over HTTP, on a real API server with simulated Kratix', () => {
  let base: string;

  beforeAll(async () => {
    ({ api: base } = await startBackend());
    await client.create(resourceTypes.promises, promise);
    await eventually(
      'the Promise is available',
      async () =>
        (await get(`/ske/v1/promises/${promiseName}`)).body.available === true,
    );
  }, 60_000);

  afterAll(async () => {
    await client
      .delete(resourceTypes.promises, { name: promiseName })
      .catch(() => {});
  });

  async function request(path: string, init: RequestInit = {}) {
    const response = await fetch(`${base}${path}`, {
      ...init,
      headers: {
        authorization: mockCredentials.user.header(),
        'content-type': 'application/json',
        ...init.headers,
      },
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text ? JSON.parse(text) : undefined,
    };
  }
  const get = (path: string) => request(path);
  const post = (path: string, body: unknown) =>
    request(path, { method: 'POST', body: JSON.stringify(body) });

  const streamPath = (...subjects: string[]) =>
    `/ske/v1/stream?${new URLSearchParams(subjects.map(s => ['subject', s]))}`;

  /** Reads the stream of a Resource until an event fulfils a condition. */
  async function streamUntil(
    name: string,
    holds: (event: StreamEvent) => boolean,
  ) {
    const leave = new AbortController();
    const response = await fetch(`${base}${streamPath(subject(name))}`, {
      headers: { authorization: mockCredentials.user.header() },
      signal: leave.signal,
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const seen: StreamEvent[] = [];
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split(
        '\n\n',
      );
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const data = /^data: (.*)$/m.exec(part)?.[1];
        if (data) seen.push((JSON.parse(data) as StreamMessage).event);
      }
      if (seen.some(holds)) break;
    }
    leave.abort();
    return seen;
  }

  const apply = async (manifest: string) => {
    const clusterProvider = newClusterProvider();
    const { resourceRequests, auditor, auditEvent } = await newResourceRequests(
      platformProviderOf({ kind: 'kubernetes', clusterProvider }),
    );
    const { outputs } = await runAction(
      createConfigureResourceAction(resourceRequests),
      { manifest },
    );
    clusterProvider.stop();
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'configure-resource',
        severityLevel: 'medium',
      }),
    );
    expect(auditEvent.success).toHaveBeenCalled();
    return outputs;
  };

  it('refuses who is not signed in', async () => {
    const response = await fetch(`${base}/ske/resource?${query('a')}`, {
      headers: {
        authorization: mockCredentials.none.header?.() ?? 'Bearer nonsense',
      } as Record<string, string>,
    });
    expect(response.status).toBe(401);
  });

  it.each([
    [
      'a Secret',
      '/ske/resource?apiVersion=v1&kind=Secret&name=x',
      403,
      'Only Promises and their Resources',
    ],
    [
      'a stream about nothing',
      '/ske/v1/stream?subject=nonsense%25',
      400,
      'is no subject',
    ],
    [
      'a missing parameter',
      '/ske/resource?kind=Cache&name=x',
      400,
      'apiVersion is missing',
    ],
    [
      'a malformed apiVersion',
      '/ske/resource?apiVersion=a/b/c&kind=Cache&name=x',
      400,
      'must be group/version',
    ],
    [
      'a Resource that is not there',
      `/ske/resource?${query('nobody')}`,
      404,
      'does not exist',
    ],
    [
      'a Promise that is not there',
      '/ske/v1/promises/nobody',
      404,
      'it was removed, or never there',
    ],
  ])('answers %s with a clear error', async (_name, path, status, text) => {
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toContain(text);
  });

  it('shows what may be shown on one stream, and says what may not', async () => {
    const secret = subjectKey({
      kind: 'resource',
      ref: { apiVersion: 'v1', kind: 'Secret', name: 'x' },
    });
    const offer = subjectKey({ kind: 'promise', name: promiseName });
    const once = `${streamPath(offer, secret)}&once=true`;
    const { status, body } = await get(once);
    expect(status).toBe(200);
    const messages = body as StreamMessage[];
    expect(messages.map(m => [m.subject, m.event.kind])).toEqual([
      [offer, 'promise'],
      [offer, 'freshness'],
      [secret, 'refused'],
    ]);
    expect(messages[2].event).toMatchObject({
      statusCode: 403,
      message: expect.stringContaining('Only Promises'),
    });
  });

  it('counts a Resource in the overview of the platform, which has what it runs on', async () => {
    const name = 'overviewed';
    const ofPromise = async () => {
      const { status, body } = await get('/ske/v1/platform-overview');
      expect({ status, error: body.error }).toEqual({ status: 200 });
      const overview = platformOverviewSchema.parse(body);
      const offering = overview.offerings.find(one => one.name === promiseName);
      return { overview, offering };
    };
    const before = (await ofPromise()).offering?.resources.total ?? 0;
    await requestCache(client, type, ref(name));
    const { overview, offering } = await eventually(
      'it is counted',
      async () => {
        const now = await ofPromise();
        const isCounted = now.offering?.resources.total === before + 1;
        // Its version comes with the first thing that Kratix writes.
        return isCounted && now.offering?.installed?.length === 1 && now;
      },
    );
    expect(offering).toMatchObject({ version: 'v1', installed: ['v1'] });
    expect(overview.parts.map(({ resource }) => resource).sort()).toEqual([
      'bucketstatestores.platform.kratix.io',
      'deployments.apps',
      'destinations.platform.kratix.io',
      'gitstatestores.platform.kratix.io',
    ]);
    expect(overview.parts.map(({ seen }) => seen.state)).toEqual(
      overview.parts.map(() => 'seen'),
    );
    await client.delete(type, { namespace: 'default', name });
  });

  it('tells nobody a secret that the platform quotes when it refuses it', async () => {
    const clusterProvider = newClusterProvider();
    const { resourceRequests, store, auditEvent } = await newResourceRequests(
      platformProviderOf({ kind: 'kubernetes', clusterProvider }),
    );
    const run = (isDryRun: boolean) =>
      runAction(
        createConfigureResourceAction(resourceRequests),
        { manifest: cache('quoted', 'ske-secret:SKE_FIELD_a1') },
        newTask({ SKE_FIELD_a1: 'open-sesame' }),
        isDryRun,
      ).catch(error => error);
    const errors = [await run(true), await run(false)];
    clusterProvider.stop();
    for (const { name, message } of errors) {
      expect(name).toBe('InputError');
      expect(message).toContain('Unsupported value: "********"');
    }
    expect(auditEvent.fail).toHaveBeenCalledWith({ error: errors[1] });
    const [{ record }] = await store.listByResource({
      ...{ apiVersion: `${group}/v1`, kind: 'Cache' },
      ...{ namespace: 'default', name: 'quoted' },
    });
    expect(record.outcome).toBe('refused');
    expect(JSON.stringify([record, errors])).not.toContain('open-sesame');
  });

  it('tells the entity of each of three that have one name in three namespaces', async () => {
    const clusterProvider = newClusterProvider();
    const entities = clusterProvider.own?.live.entities;
    entities?.names.provideTable(new InMemoryNameTable());
    if (entities) entities.arePublished = true;
    const { resourceRequests } = await newResourceRequests(
      platformProviderOf({ kind: 'kubernetes', clusterProvider }),
    );
    const namespaces = ['a', 'b', 'c'].map(
      name => `${name}-${group.split('.')[0]}`,
    );
    const refs: unknown[] = [];
    for (const namespace of namespaces) {
      await client.create(resourceTypes.namespaces, {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: namespace },
      });
      const { outputs } = await runAction(
        createConfigureResourceAction(resourceRequests),
        {
          manifest: cache('dup').replace(
            'namespace: default',
            `namespace: ${namespace}`,
          ),
        },
      );
      refs.push(outputs.entityRef);
      expect(outputs.entityRef).toBe(
        entities?.componentRef({
          ...{ apiVersion: `${group}/v1`, kind: 'Cache' },
          ...{ namespace, name: 'dup' },
        }),
      );
    }
    clusterProvider.stop();
    expect(refs[0]).toBe('component:default/dup-cache');
    expect(new Set(refs).size).toBe(3);
    for (const namespace of namespaces)
      await client.delete(type, { namespace, name: 'dup' });
  });

  it('requests, shows and lists a Resource of a kind with a hyphen', async () => {
    const hyphenated = newCachePromise('argocd-cache');
    await client.create(resourceTypes.promises, hyphenated.promise);
    const promisePath = `/ske/v1/promises/${hyphenated.promiseName}`;
    await eventually(
      'the Promise is available',
      async () => (await get(promisePath)).body.available === true,
    );
    await apply(hyphenated.cache('one'));
    // While its API is being installed the platform asks to try again, and a watch that runs
    // already hears of it a moment later.
    const { body } = await eventually('the Resource is shown', async () => {
      const answer = await get(`/ske/v1/resource?${hyphenated.query('one')}`);
      return answer.status === 200 && answer;
    });
    expect(body).toMatchObject({ manifest: { kind: 'argocd-cache' } });
    const { body: page } = await get(`${promisePath}/resources`);
    expect(page.rows).toMatchObject([{ ref: hyphenated.ref('one') }]);
    const { body: found } = await get(
      `/ske/v1/resources?search=${hyphenated.ref('one').name}&sort=promise`,
    );
    expect(found.rows).toContainEqual(
      expect.objectContaining({
        ref: hyphenated.ref('one'),
        promise: { name: hyphenated.promiseName, title: 'Argocd-cache' },
      }),
    );
    const streamed = await get(
      `${streamPath(hyphenated.subject('one'))}&once=true`,
    );
    expect(streamed.body[0].event.kind).toBe('resource');
    const { body: entity } = await eventually('its entity', async () => {
      const answer = await get(
        '/catalog/entities/by-name/component/default/one-argocd-cache',
      );
      return answer.status === 200 ? answer : undefined;
    });
    expect(entity.metadata.annotations['kratix.io/kind']).toBe('argocd-cache');
    await post('/ske/delete-resource', hyphenated.ref('one'));
    await client.delete(resourceTypes.promises, {
      name: hyphenated.promiseName,
    });
  });

  it('says what of a Promise the catalog would refuse, and publishes the rest', async () => {
    const linked = newCachePromise('Linked');
    await client.create(resourceTypes.promises, {
      ...linked.promise,
      metadata: {
        ...linked.promise.metadata,
        annotations: {
          'ske.backstage.component/links': 'Guide=nowhere',
          'ske.backstage.component/tags': 'Data Platform',
        },
      },
    });
    const expected = {
      object: { kind: 'Promise', name: linked.promiseName },
      field: 'metadata.links',
      remedy: expect.stringContaining('ske.backstage.component/links'),
    };
    const { body: view } = await eventually('the problem', async () => {
      const answer = await get(`/ske/v1/promises/${linked.promiseName}`);
      return answer.body.catalogProblems ? answer : undefined;
    });
    expect(view.catalogProblems.own).toMatchObject([expected]);
    const { body: health } = await get('/ske/health');
    expect(health.discovery.problems.examples).toContainEqual(
      expect.objectContaining(expected),
    );
    const { body: entity } = await eventually('its entity', async () => {
      const answer = await get(
        '/catalog/entities/by-name/component/default/linked-promise',
      );
      return answer.status === 200 ? answer : undefined;
    });
    expect(entity.metadata).toMatchObject({
      tags: ['data-platform'],
      links: [],
    });
    await client.delete(resourceTypes.promises, { name: linked.promiseName });
  });

  it('requests, shows, changes and deletes a Resource', async () => {
    const first = await apply(cache('one'));
    expect(first.resourceId).toEqual(expect.any(String));
    const events = await streamUntil(
      'one',
      e => e.kind === 'resource' && e.view.health.state === 'ready',
    );
    const states = events.flatMap(e =>
      e.kind === 'resource' ? [e.view.health.state] : [],
    );
    expect(states[states.length - 1]).toBe('ready');

    const { body: view } = await get(`/ske/v1/resource?${query('one')}`);
    expect(view).toMatchObject({
      health: { state: 'ready' },
      promise: { name: promiseName, version: 'v1' },
      runs: [
        {
          pipeline: 'configure',
          state: 'succeeded',
          containers: [{ name: 'render', exitCode: 0 }],
        },
      ],
      manifest: { status: { host: 'one.test', password: '(hidden)' } },
      requestedBy: 'user:default/mock',
    });
    // It is theirs because they have requested it, whoever owns it.
    const { body: mine } = await get('/ske/v1/resources?mine=true&search=one');
    expect(mine.rows).toContainEqual(
      expect.objectContaining({
        promise: { name: promiseName, title: 'Cache' },
        owner: 'kratix-platform',
        requestedBy: 'user:default/mock',
      }),
    );
    const { body: ofOthers } = await request(
      '/ske/v1/resources?mine=true&search=one',
      {
        headers: {
          authorization: mockCredentials.user.header('user:default/stranger'),
        },
      },
    );
    expect(ofOthers).toMatchObject({ total: 0, rows: [] });
    // The same again is no change; another size is.
    expect((await apply(cache('one'))).resourceId).toBe(first.resourceId);
    await apply(cache('one', 'large'));
    await streamUntil(
      'one',
      e =>
        e.kind === 'resource' &&
        e.view.health.state === 'ready' &&
        e.view.manifest.metadata.generation === 2,
    );
    const contract = await get(`/ske/resource?${query('one')}`);
    expect(contract.body.manifest.spec).toEqual({ size: 'large' });

    const gone = streamUntil('one', e => e.kind === 'gone');
    const deletion = await post('/ske/delete-resource', {
      apiVersion: `${group}/v1`,
      kind: 'Cache',
      name: 'one',
      namespace: 'default',
    });
    expect(deletion.status).toBe(200);
    expect(
      (await gone).some(
        e => e.kind === 'resource' && e.view.health.state === 'deleting',
      ),
    ).toBe(true);
  }, 40_000);

  it('serves the log of a pipeline, and no other Pod’s', async () => {
    await apply(cache('logged'));
    await eventually(
      "'logged' is ready",
      async () =>
        (
          await get(`/ske/v1/resource?${query('logged')}`)
        ).body?.health?.state === 'ready',
    );
    const { body: view } = await get(`/ske/v1/resource?${query('logged')}`);
    const [run] = view.runs;
    const path = (pod: string) =>
      `/ske/v1/log?${query(
        'logged',
      )}&pod=${pod}&podNamespace=default&container=render`;
    expect((await get(path(run.pod))).body.text).toContain('rendering small');
    await apply(cache('other'));
    await eventually(
      "'other' is ready",
      async () =>
        (
          await get(`/ske/v1/resource?${query('other')}`)
        ).body?.health?.state === 'ready',
    );
    const other = (await get(`/ske/v1/resource?${query('other')}`)).body.runs[0]
      .pod;
    expect((await get(path(other))).status).toBe(404);
  }, 40_000);

  it.each([
    ['an allowed one', cache('dry'), 'create', { outcome: 'accepted' }],
    [
      'a value the schema refuses',
      cache('dry', 'huge'),
      'create',
      {
        outcome: 'refused',
        reason: 'invalid',
        problems: [{ field: 'spec.size' }],
      },
    ],
  ])('answers a dry run of %s', async (_name, manifest, mode, result) => {
    const answer = await post('/ske/v1/dry-run', { manifest, mode });
    expect(answer.body).toMatchObject(result);
    expect((await get(`/ske/resource?${query('dry')}`)).status).toBe(404);
  });

  it('says that a name is taken', async () => {
    await apply(cache('taken'));
    const answer = await post('/ske/v1/dry-run', {
      manifest: cache('taken'),
      mode: 'create',
    });
    expect(answer.body).toMatchObject({ outcome: 'refused', reason: 'taken' });
    expect(answer.body.message).toContain('Choose another name');
  });

  it.each([
    ['text that is no YAML', 'a: [', 'not valid YAML'],
    ['two documents', `${cache('a')}---\n${cache('b')}`, 'Give exactly one'],
    ['no object', 'just text', 'apiVersion, kind and metadata.name'],
    [
      'a kind nobody offers',
      'apiVersion: v1\nkind: Secret\nmetadata: { name: x }',
      'Only Promises and their Resources',
    ],
  ])('refuses %s', async (_name, manifest, text) => {
    await expect(apply(manifest)).rejects.toThrow(text);
  });

  it('puts Promises and Resources into the catalog as they come and go', async () => {
    await apply(cache('listed'));
    const find = async (kind: string, name: string) =>
      (await get(`/catalog/entities/by-name/${kind}/default/${name}`)).body;
    await eventually(
      'the entity is there',
      async () =>
        (await find('component', 'listed-cache'))?.kind === 'Component',
    );
    expect(await find('component', 'cache-promise')).toMatchObject({
      spec: { type: 'kratix-promise' },
    });
    expect(
      parseAllDocuments(
        (
          await find('template', 'cache-promise-template')
        ).spec.steps[0].input.manifest.replace(/\$\{\{.*?\}\}/g, 'x'),
      ),
    ).toHaveLength(1);
    await client.delete(type, { namespace: 'default', name: 'listed' });
    await eventually(
      'the entity is gone',
      async () =>
        (
          await get('/catalog/entities/by-name/component/default/listed-cache')
        ).status === 404,
    );
  }, 40_000);
});

describe('a platform that is down when Backstage starts', () => {
  const nowhere =
    'apiVersion=t.example.org/v1&kind=Cache&namespace=default&name=x';
  let base: string;

  beforeAll(async () => {
    const kubeconfig = join(makeTemporaryFolder('test'), 'config');
    writeFileSync(
      kubeconfig,
      JSON.stringify({
        clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
        users: [{ name: 'u', user: { token: 't' } }],
        contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
        'current-context': 'x',
      }),
    );
    const { api } = await startBackend({
      config: { ske: { kubernetes: { kubeconfig } } },
    });
    base = `${api}/ske`;
  }, 60_000);

  const headers = { authorization: mockCredentials.user.header() };

  it.each([
    ['the contract endpoint', `/resource?${nowhere}`],
    ['a Promise', '/v1/promises/redis'],
    ['a Resource', `/v1/resource?${nowhere}`],
  ])('is said by %s, with where and why', async (_name, path) => {
    const response = await fetch(`${base}${path}`, { headers });
    expect(response.status).toBe(503);
    const { error } = (await response.json()) as { error: { message: string } };
    expect(error.message).toContain(
      'https://127.0.0.1:1 does not answer (ECONNREFUSED)',
    );
  });

  it('is said by a stream, which stays open for when it is back', async () => {
    const leave = new AbortController();
    const { apiVersion, kind, name } = Object.fromEntries(
      new URLSearchParams(nowhere),
    );
    const away = subjectKey({
      kind: 'resource',
      ref: { apiVersion, kind, name },
    });
    const response = await fetch(
      `${base}/v1/stream?${new URLSearchParams({ subject: away })}`,
      { headers, signal: leave.signal },
    );
    expect(response.status).toBe(200);
    const reader = response.body!.getReader();
    let text = '';
    while (!text.includes('"freshness"')) {
      text += new TextDecoder().decode((await reader.read()).value);
    }
    expect(text).toContain('"state":"stale"');
    expect(text).toContain('does not answer');
    leave.abort();
  });
});
