import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { testKubeconfig } from '@internal/testbed';
import {
  asText,
  at,
  mapValues,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { Discovery, KubernetesClient } from '@syntasso/plugin-ske-node';
import type { JsonObject, JsonValue } from '@backstage/types';
import { withDates } from './exampleDates';
import { applyExamples, readManifests } from './examples';

const EXAMPLES = resolve(__dirname, '../../../examples');
const files = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
  .filter(name => /\.(ya?ml|json|md)$/.test(name))
  .map(name => [name, readFileSync(join(EXAMPLES, name), 'utf8')] as const);

/** A day, or seconds or milliseconds since 1970, of this time. */
const FIXED_DATE = /\b20\d\d-[01]\d-[0-3]\d(?!\d)|\b1[4-9]\d{8}(?:\d{3})?\b/;

it.each(files)('%s has no fixed date', (_, text) => {
  expect(FIXED_DATE.exec(text)?.[0]).toBeUndefined();
});

it('knows a fixed date', () => {
  for (const text of ['at: 2025-10-09T08:53:20Z', 'lastRun: 1760000000']) {
    expect(text).toMatch(FIXED_DATE);
  }
  expect('version: 1.20 port: 6379 size: 100000').not.toMatch(FIXED_DATE);
});

/** The values of the fields that hold a moment, by their names. */
function datesIn(manifest: JsonObject): JsonValue[] {
  const dates: JsonValue[] = [];
  mapValues(manifest, (value, path) => {
    const isDate = /(Time|Timestamp|lastRun)$/.test(path);
    if (isDate && typeof value !== 'object') dates.push(value);
    return undefined;
  });
  return dates;
}

it('dates everything in the examples that has a date', () => {
  const now = new Date('2030-01-01T10:00:00.400Z');
  const dates = ['platform', 'promises', 'requests']
    .flatMap(folder => readManifests(join(EXAMPLES, folder)))
    .flatMap(manifest => datesIn(withDates(manifest, now) as JsonObject));
  expect(dates.length).toBeGreaterThan(0);
  expect([...new Set(dates)]).toEqual([
    Date.parse('2030-01-01T10:00:01Z') / 1000,
  ]);
});

it('fills in only a whole value, at any depth', () => {
  const now = new Date('2030-01-01T10:00:00Z');
  expect(
    withDates(
      {
        list: [{ at: '{{ now }}' }],
        text: 'now is {{ now }}',
        name: '{{ metadata.name }}',
        constructor: 'constructor',
      },
      now,
    ),
  ).toEqual({
    list: [{ at: '2030-01-01T10:00:00Z' }],
    text: 'now is {{ now }}',
    name: '{{ metadata.name }}',
    constructor: 'constructor',
  });
});

it('makes no object whose dates are older than itself', async () => {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(testKubeconfig());
  const client = new KubernetesClient(kubeConfig);
  const folder = mkdtempSync(join(tmpdir(), 'ske-examples-'));
  const name = `dated-${Date.now().toString(36)}`;
  for (const part of ['platform', 'promises', 'requests']) {
    mkdirSync(join(folder, part));
  }
  // No controller looks at a Lease that nobody holds.
  writeFileSync(
    join(folder, 'platform/lease.yaml'),
    [
      ...['apiVersion: coordination.k8s.io/v1', 'kind: Lease', 'metadata:'],
      ...[`  name: ${name}`, '  namespace: default', '  annotations:'],
      ...["    at: '{{ now }}'", 'spec:', '  leaseDurationSeconds: 1'],
    ].join('\n'),
  );
  const type = await new Discovery(client).resolve(
    'coordination.k8s.io/v1',
    'Lease',
  );
  const ref = { name, namespace: 'default' };
  const started = Date.now();
  try {
    await applyExamples(client, folder, AbortSignal.timeout(60_000));
    const ended = Date.now();
    const made: Manifest = await client.get(type, ref);
    const created = Date.parse(asText(made.metadata.creationTimestamp) ?? '');
    const dated = Date.parse(
      asText(at(made, 'metadata', 'annotations', 'at')) ?? '',
    );
    // By whole seconds; and no later than a request takes.
    expect(dated).toBeGreaterThanOrEqual(started);
    expect(dated).toBeLessThan(ended + 1_000);
    expect(created - dated).toBeLessThanOrEqual(ended - started);
  } finally {
    rmSync(folder, { recursive: true });
    await client.delete(type, ref);
  }
});
