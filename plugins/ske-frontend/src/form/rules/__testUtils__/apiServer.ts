import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import type { JsonObject, JsonValue } from '@backstage/types';
import { eventually } from '@internal/testbed';
import { parse } from 'yaml';

/** The API server's answer. */
export interface Answer {
  status: number;
  body: {
    message?: string;
    metadata?: { resourceVersion?: string };
    details?: { causes?: Cause[] };
  };
}

export interface Cause {
  field?: string;
  message: string;
}

const GROUP = 'rules.example.com';

/** Sends requests to the API server of a kubeconfig with client certificates. */
export function apiServer(kubeconfigPath: string) {
  const config = parse(readFileSync(kubeconfigPath, 'utf8'));
  const { cluster } = config.clusters[0];
  const { user } = config.users[0];
  const decoded = (data: string) => Buffer.from(data, 'base64').toString();

  const send = (method: string, path: string, body?: JsonObject) =>
    new Promise<Answer>((resolve, reject) => {
      const sent = request(
        `${cluster.server}${path}`,
        {
          method,
          ca: decoded(cluster['certificate-authority-data']),
          cert: decoded(user['client-certificate-data']),
          key: decoded(user['client-key-data']),
          headers: { 'content-type': 'application/json' },
        },
        response => {
          const parts: Buffer[] = [];
          response.on('data', part => parts.push(part));
          response.on('end', () => {
            const answer = Buffer.concat(parts).toString();
            try {
              resolve({
                status: response.statusCode ?? 0,
                body: JSON.parse(answer),
              });
            } catch {
              resolve({
                status: response.statusCode ?? 0,
                body: { message: answer },
              });
            }
          });
        },
      );
      sent.on('error', reject);
      sent.end(body && JSON.stringify(body));
    });

  const api = (plural: string) =>
    `/apis/${GROUP}/v1/namespaces/default/${plural}`;
  const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  const resource = (plural: string, spec: JsonValue) => ({
    apiVersion: `${GROUP}/v1`,
    kind: kindOf(plural),
    metadata: { name: 'one' },
    spec,
  });

  return {
    /** Makes a kind whose `spec` has this schema; its name is `plural`. */
    async define(plural: string, spec: JsonObject): Promise<Answer> {
      const made = await send('POST', definitions, definition(plural, spec));
      if (made.status !== 201) return made;
      await eventually(
        `the API of ${plural}`,
        async () => (await send('GET', api(plural))).status === 200,
      );
      return made;
    },
    remove: (plural: string) =>
      send('DELETE', `${definitions}/${plural}.${GROUP}`),
    /** What the server says to a value, without storing it. */
    async ask(plural: string, spec: JsonValue, old?: JsonValue) {
      if (old === undefined) {
        return send(
          'POST',
          `${api(plural)}?dryRun=All`,
          resource(plural, spec),
        );
      }
      const stored = await send('POST', api(plural), resource(plural, old));
      if (stored.status !== 201) throw new Error(JSON.stringify(stored.body));
      const changed = resource(plural, spec);
      const { resourceVersion } = stored.body.metadata ?? {};
      const answer = await send('PUT', `${api(plural)}/one?dryRun=All`, {
        ...changed,
        metadata: { ...changed.metadata, resourceVersion },
      } as JsonObject);
      await send('DELETE', `${api(plural)}/one`);
      return answer;
    },
  };
}

const kindOf = (plural: string) =>
  plural.charAt(0).toLocaleUpperCase('en') + plural.slice(1);

const definition = (plural: string, spec: JsonObject): JsonObject => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.${GROUP}` },
  spec: {
    group: GROUP,
    scope: 'Namespaced',
    names: { plural, singular: plural, kind: kindOf(plural) },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: { type: 'object', properties: { spec } },
        },
      },
    ],
  },
});
