import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { writeKubeconfig } from './kubeconfig';

const PROMISES = '/apis/platform.kratix.io/v1alpha1/promises';

/** An API server that records what it is asked. */
export interface FakeApiServer {
  /** Method and path of each request, in order. */
  asked: string[];
  url: string;
  /** Path of a kubeconfig file with the token `t`. */
  kubeconfig: string;
  stop(): void;
}

/**
 * Starts an API server that has Promises and their Resources, which all have the plural
 * `caches`, and stores nothing: it answers any request to the path of an object with that
 * object, and any other one with 404. Access reviews allow.
 *
 * @param promises - with their Resources
 * @param others - answers to a GET of other paths
 * @param denied - a token that has no rights at all
 * @param refused - a token that is not accepted
 * @param away - why it cannot serve anything: it answers 503
 */
export async function startFakeApiServer(
  promises: { promise: Manifest; resources: Manifest[] }[],
  options: {
    others?: Record<string, unknown>;
    denied?: string;
    refused?: string;
    away?: string;
  } = {},
): Promise<FakeApiServer> {
  const asked: string[] = [];
  const answers: Record<string, unknown> = {
    '/version': { gitVersion: 'v1.33.0' },
    [PROMISES]: {
      kind: 'PromiseList',
      metadata: { resourceVersion: '1' },
      items: promises.map(({ promise }) => promise),
    },
    ...options.others,
  };
  for (const { promise, resources } of promises) {
    answers[`${PROMISES}/${promise.metadata.name}`] = promise;
    for (const resource of resources) {
      const { apiVersion, kind, metadata } = resource;
      const base = `/apis/${apiVersion}`;
      answers[base] = {
        resources: [{ name: 'caches', kind, namespaced: true }],
      };
      answers[
        `${base}/namespaces/${metadata.namespace}/caches/${metadata.name}`
      ] = resource;
      answers[`${base}/caches`] = {
        kind: `${kind}List`,
        metadata: { resourceVersion: '1' },
        items: resources,
      };
    }
  }
  const server = createServer((request, response) => {
    const [path, query = ''] = (request.url ?? '').split('?');
    asked.push(`${request.method} ${path}`);
    const reply = (code: number, body: unknown) =>
      response
        .writeHead(code, { 'content-type': 'application/json' })
        .end(typeof body === 'string' ? body : JSON.stringify(body));
    if (options.away) {
      reply(503, { kind: 'Status', code: 503, message: options.away });
      return;
    }
    if (
      options.refused &&
      request.headers.authorization === `Bearer ${options.refused}`
    ) {
      reply(401, { kind: 'Status', code: 401, message: 'Unauthorized' });
      return;
    }
    if (
      options.denied &&
      request.headers.authorization === `Bearer ${options.denied}`
    ) {
      reply(403, { kind: 'Status', code: 403, message: 'no rights' });
      return;
    }
    if (query.includes('sendInitialEvents')) {
      reply(422, { kind: 'Status', code: 422, message: 'no streaming lists' });
      return;
    }
    // A watch that says nothing stays open.
    if (query.includes('watch=')) {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.flushHeaders();
      return;
    }
    const found = path.includes('accessreviews')
      ? { status: { allowed: true } }
      : answers[path];
    if (found === undefined) {
      const [, name] = /\/namespaces\/[^/]+\/[^/]+\/([^/]+)$/.exec(path) ?? [];
      reply(404, {
        ...{ kind: 'Status', code: 404, message: 'none' },
        // As the API server does for an object of a kind that it knows.
        ...(name === undefined ? {} : { details: { name } }),
      });
    } else {
      reply(200, found);
    }
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const kubeconfig = writeKubeconfig(url, { token: 't' });
  return {
    asked,
    url,
    kubeconfig,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
