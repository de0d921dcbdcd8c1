import { randomUUID } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node';
import { eventually, testKubeconfig } from '@internal/testbed';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { KubernetesClient } from '../kubernetes/KubernetesClient';
import { Discovery } from '../kubernetes/Discovery';
import { resourceTypes } from '../kubernetes/resourceType';
import type { WatchState } from './WatchState';
import { SharedInformer } from './SharedInformer';
import type { Change } from './Store';

const configMaps = { group: '', version: 'v1', plural: 'configmaps' };

function newClient() {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(testKubeconfig());
  return new KubernetesClient(kubeConfig);
}

/** A namespace of this test's own. */
async function newNamespace(client: KubernetesClient) {
  const name = `test-${randomUUID().slice(0, 8)}`;
  await client.create(resourceTypes.namespaces, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
  });
  return name;
}

const configMap = (namespace: string, name: string, data = 'a'): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data: { key: data },
});

describe('SharedInformer on a real API server', () => {
  const client = newClient();
  const ends: (() => void)[] = [];
  afterEach(() => ends.splice(0).forEach(end => end()));

  async function watched(namespace: string, lingerMs = 0) {
    const own = newClient();
    const informer = new SharedInformer({
      client: own,
      type: configMaps,
      list: { namespace },
      indexes: {
        data: o => [String((o as { data?: { key?: string } }).data?.key)],
      },
      lingerMs,
    });
    const changes: Change[] = [];
    ends.push(
      informer.subscribe({
        onChange: change => {
          changes.push(change);
        },
      }),
    );
    await informer.synced(AbortSignal.timeout(10_000));
    const until = (holds: () => boolean) => eventually('the watch', holds);
    return { informer, changes, until, own };
  }

  it('lists what is there and follows what comes, changes and goes', async () => {
    const namespace = await newNamespace(client);
    await client.create(configMaps, configMap(namespace, 'first'));
    const { informer, changes, until } = await watched(namespace);
    expect(informer.store.list().map(o => o.metadata.name)).toEqual(['first']);
    expect(informer.state).toEqual({ kind: 'live' });

    await client.create(configMaps, configMap(namespace, 'second'));
    await client.patch(
      configMaps,
      { namespace, name: 'second' },
      { data: { key: 'b' } },
    );
    await client.delete(configMaps, { namespace, name: 'first' });
    await until(() => changes.some(c => c.kind === 'deleted'));

    expect(changes.map(c => `${c.kind} ${c.object.metadata.name}`)).toEqual([
      'added first',
      'added second',
      'modified second',
      'deleted first',
    ]);
    expect(
      informer.store.byIndex('data', 'b').map(o => o.metadata.name),
    ).toEqual(['second']);
    expect(informer.store.byIndex('data', 'a')).toEqual([]);
  });

  it('needs the same number of requests for one listener and for fifty', async () => {
    const namespace = await newNamespace(client);
    const { informer, changes, until, own } = await watched(namespace);
    const before = own.requestCount;
    let heard = 0;
    for (let i = 0; i < 50; i++) {
      ends.push(
        informer.subscribe({
          onChange: () => {
            heard += 1;
          },
        }),
      );
    }
    await client.create(configMaps, configMap(namespace, 'one'));
    await until(() => changes.length === 1);
    expect(heard).toBe(50);
    expect(own.requestCount).toBe(before);
  });

  it('keeps no managedFields and no last-applied annotation', async () => {
    const namespace = await newNamespace(client);
    await client.create(configMaps, {
      ...configMap(namespace, 'a'),
      metadata: {
        name: 'a',
        namespace,
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration': '{}',
          mine: 'kept',
        },
      },
    });
    const { informer } = await watched(namespace);
    const kept = informer.store.get(namespace, 'a');
    expect(kept?.metadata.annotations).toEqual({ mine: 'kept' });
    expect(kept?.metadata).not.toHaveProperty('managedFields');
  });

  it('says absent for a type that is not installed', async () => {
    const informer = new SharedInformer({
      client: newClient(),
      type: { group: 'nobody.example.org', version: 'v1', plural: 'things' },
      lingerMs: 0,
    });
    ends.push(informer.subscribe({}));
    expect(await informer.synced(AbortSignal.timeout(10_000))).toEqual({
      kind: 'absent',
    });
  });

  it('says stale, since when and why, when nothing answers', async () => {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromOptions({
      clusters: [{ name: 'c', server: 'https://127.0.0.1:1' }],
      users: [{ name: 'u', token: 't' }],
      contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
      currentContext: 'x',
    });
    const informer = new SharedInformer({
      client: new KubernetesClient(kubeConfig),
      type: configMaps,
      lingerMs: 0,
    });
    ends.push(informer.subscribe({}));
    const state = await informer.synced(AbortSignal.timeout(10_000));
    expect(state).toMatchObject({ kind: 'stale' });
    expect(state.kind === 'stale' && state.reason).toContain('does not answer');
  });
});

describe('SharedInformer and a server that misbehaves', () => {
  const list = { kind: 'ConfigMapList', apiVersion: 'v1' };
  let server: Server;
  let requests: string[];
  let answerWatch: (response: ServerResponse) => void;
  /** Answers a streaming list; default: as a server that has none. */
  let answerStream: (response: ServerResponse) => void;

  beforeEach(async () => {
    requests = [];
    answerStream = response => {
      response.statusCode = 422;
      response.end(JSON.stringify({ kind: 'Status', message: 'forbidden' }));
    };
    server = createServer((request, response) => {
      const isWatch = request.url!.includes('watch=1');
      response.setHeader('content-type', 'application/json');
      if (request.url!.includes('sendInitialEvents=true')) {
        answerStream(response);
        return;
      }
      requests.push(isWatch ? 'watch' : 'list');
      if (isWatch) {
        answerWatch(response);
        return;
      }
      const metadata = { resourceVersion: String(requests.length) };
      response.end(JSON.stringify({ ...list, metadata, items: [] }));
    });
    await new Promise<void>(done => {
      server.listen(0, '127.0.0.1', done);
    });
  });
  afterEach(
    () =>
      new Promise(done => {
        server.closeAllConnections();
        server.close(done);
      }),
  );

  function informerHere() {
    const { port } = server.address() as AddressInfo;
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromClusterAndUser(
      { name: 'c', server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
      { name: 'u', token: 't' },
    );
    return new SharedInformer({
      client: new KubernetesClient(kubeConfig),
      type: configMaps,
      lingerMs: 0,
    });
  }

  const stateOf = (informer: SharedInformer, kind: WatchState['kind']) =>
    new Promise<WatchState>(resolve => {
      const end = informer.subscribe({
        onState: state => {
          if (state.kind !== kind) return;
          end();
          resolve(state);
        },
      });
    });

  const line = (type: string, metadata: object) =>
    `${JSON.stringify({
      type,
      object: { apiVersion: 'v1', kind: 'ConfigMap', metadata },
    })}\n`;
  const endOfList = (resourceVersion: string) =>
    line('BOOKMARK', {
      resourceVersion,
      annotations: { 'k8s.io/initial-events-end': 'true' },
    });
  const names = (informer: SharedInformer) =>
    informer.store.list().map(({ metadata }) => metadata.name);

  it('needs one request for a list and a watch, and goes on where that ended', async () => {
    const versions: string[] = [];
    server.on('request', request => {
      const { searchParams } = new URL(request.url!, 'http://localhost');
      versions.push(searchParams.get('resourceVersion') ?? 'none');
    });
    answerStream = response => {
      response.write(line('ADDED', { name: 'a', resourceVersion: '1' }));
      response.write(line('ADDED', { name: 'b', resourceVersion: '2' }));
      response.write(endOfList('7'));
      setImmediate(() =>
        response.end(line('DELETED', { name: 'a', resourceVersion: '8' })),
      );
    };
    answerWatch = response =>
      response.write(line('ADDED', { name: 'c', resourceVersion: '9' }));
    const informer = informerHere();
    const end = informer.subscribe({});
    await informer.synced(AbortSignal.timeout(10_000));
    expect(informer.state).toEqual({ kind: 'live' });
    await eventually('the watch goes on', () => names(informer).includes('c'));
    expect(names(informer)).toEqual(['b', 'c']);
    expect(requests).toEqual(['watch']);
    expect(versions).toEqual(['none', '8']);
    end();
  });

  it('lists in pages where a streaming list breaks', async () => {
    answerWatch = response => response.flushHeaders();
    for (const breakOff of [
      (response: ServerResponse) => response.destroy(),
      (response: ServerResponse) => response.end(),
      (response: ServerResponse) =>
        response.write(line('BOOKMARK', { resourceVersion: '1' })),
    ]) {
      requests = [];
      answerStream = response => {
        response.write(line('ADDED', { name: 'gone', resourceVersion: '1' }));
        setImmediate(() => breakOff(response));
      };
      const informer = informerHere();
      const seen: string[][] = [];
      const end = informer.subscribe({
        onState: state => seen.push([state.kind, ...names(informer)]),
      });
      await eventually('a list', () => seen.length > 0);
      expect(seen).toEqual([['live']]);
      expect(requests).toEqual(['list', 'watch']);
      end();
    }
  });

  it.each([500, 501, 405])(
    'lists in pages where streams are answered %s',
    async code => {
      answerStream = response => {
        response.statusCode = code;
        response.end();
      };
      answerWatch = response => response.flushHeaders();
      const informer = informerHere();
      const end = informer.subscribe({});
      await eventually('a list', () => informer.state.kind === 'live');
      expect(requests).toEqual(['list', 'watch']);
      end();
    },
  );

  it('takes changes that come before a streaming list has ended', async () => {
    answerStream = response => {
      response.write(line('ADDED', { name: 'a', resourceVersion: '1' }));
      response.write(line('ADDED', { name: 'b', resourceVersion: '2' }));
      response.write(line('MODIFIED', { name: 'b', resourceVersion: '3' }));
      response.write(line('DELETED', { name: 'a', resourceVersion: '4' }));
      response.write(endOfList('4'));
    };
    const informer = informerHere();
    const end = informer.subscribe({});
    await eventually('a list', () => informer.state.kind === 'live');
    expect(
      informer.store.list().map(({ metadata }) => metadata.resourceVersion),
    ).toEqual(['3']);
    expect(requests).toEqual([]);
    end();
  });

  it('forgets what a later list does not have', async () => {
    let streams = 0;
    answerStream = response => {
      streams += 1;
      const name = streams === 1 ? 'first' : 'second';
      response.write(line('ADDED', { name, resourceVersion: '1' }));
      response.write(endOfList('7'));
      if (streams > 1) return;
      const object = { kind: 'Status', code: 410, message: 'too old' };
      response.end(`${JSON.stringify({ type: 'ERROR', object })}\n`);
    };
    const informer = informerHere();
    const end = informer.subscribe({});
    await eventually('the second list', () => streams === 2);
    await eventually('it counts', () => names(informer).includes('second'));
    expect(names(informer)).toEqual(['second']);
    end();
  });

  it('asks a server for streaming lists no more that has none', async () => {
    let streams = 0;
    const refuse = answerStream;
    answerStream = response => {
      streams += 1;
      refuse(response);
    };
    let watches = 0;
    answerWatch = response => {
      watches += 1;
      const object = { kind: 'Status', code: 410, message: 'too old' };
      if (watches === 1)
        response.end(`${JSON.stringify({ type: 'ERROR', object })}\n`);
      else response.write(line('ADDED', { name: 'a', resourceVersion: '9' }));
    };
    const informer = informerHere();
    const end = informer.subscribe({});
    await eventually('the second watch', () => names(informer).includes('a'));
    expect(streams).toBe(1);
    expect(requests).toEqual(['list', 'watch', 'list', 'watch']);
    end();
  });

  it('does not hammer one that ends each watch at once, and says so', async () => {
    answerWatch = response => response.end();
    const informer = informerHere();
    const state = await stateOf(informer, 'stale');
    expect(state.kind === 'stale' && state.reason).toContain('at once');
    // One list; the first watch may end, the second makes it a fault.
    expect(requests).toEqual(['list', 'watch', 'watch']);
  });

  it('believes it again when a watch delivers', async () => {
    answerWatch = response => {
      if (requests.length < 4) {
        response.end();
        return;
      }
      const object = configMap('n', 'a');
      object.metadata.resourceVersion = '9';
      response.write(`${JSON.stringify({ type: 'ADDED', object })}\n`);
    };
    const informer = informerHere();
    const end = informer.subscribe({});
    await stateOf(informer, 'stale');
    await stateOf(informer, 'live');
    expect(informer.store.list()).toHaveLength(1);
    end();
    expect(informer.store.list()).toHaveLength(1);
    informer.stop();
    expect(informer.store.list()).toEqual([]);
  });

  it('lists again once when too late, then with pauses', async () => {
    answerWatch = response => {
      const object = { kind: 'Status', code: 410, message: 'too old' };
      response.end(`${JSON.stringify({ type: 'ERROR', object })}\n`);
    };
    const informer = informerHere();
    const state = await stateOf(informer, 'stale');
    expect(state.kind === 'stale' && state.reason).toContain('too old');
    expect(requests).toEqual(['list', 'watch', 'list', 'watch']);
  });
});

describe('KubernetesClient on a real API server', () => {
  const client = newClient();

  it('applies the same manifest twice with the effect of one', async () => {
    const namespace = await newNamespace(client);
    const apply = () =>
      client.apply(configMaps, configMap(namespace, 'a'), {
        fieldManager: 'test',
      });
    const first = await apply();
    const second = await apply();
    expect(second.metadata.resourceVersion).toBe(
      first.metadata.resourceVersion,
    );
  });

  it('changes nothing in a dry run', async () => {
    const namespace = await newNamespace(client);
    await client.create(configMaps, configMap(namespace, 'a'), {
      dryRun: true,
    });
    await expect(
      client.get(configMaps, { namespace, name: 'a' }),
    ).rejects.toMatchObject({
      name: 'NotFoundError',
      message: expect.stringContaining('does not exist'),
    });
  });

  it('tells a stale write from a lost one', async () => {
    const namespace = await newNamespace(client);
    const created = await client.create(configMaps, configMap(namespace, 'a'));
    await client.patch(
      configMaps,
      { namespace, name: 'a' },
      { data: { key: 'theirs' } },
    );
    await expect(client.replace(configMaps, created)).rejects.toMatchObject({
      name: 'ConflictError',
    });
  });

  it('finds kinds, and says so when there is none', async () => {
    const discovery = new Discovery(client);
    expect(await discovery.resolve('v1', 'ConfigMap')).toMatchObject({
      plural: 'configmaps',
      namespaced: true,
    });
    await expect(
      discovery.resolve('nobody.example.org/v1', 'Thing'),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
    await expect(discovery.resolve('v1', 'Thing')).rejects.toThrow(
      'no kind Thing',
    );
  });
});
