import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import { isNode, parseAllDocuments, visit } from 'yaml';
import type { Manifest } from '../kubernetes/manifest';
import { documentsOf, serializeDocuments } from './catalogInfo';
import {
  generatePromiseEntities,
  generateResourceEntities,
  type GeneratedEntities,
} from './generateEntities';

const EXAMPLES = join(__dirname, '../../../../examples');
const GOLDEN = join(__dirname, '__golden__');

/** Files of the example Promises, and of a Resource of each. */
const examples = [
  ['redis', '10-redis.yaml'],
  ['postgresql', '20-postgresql.yaml'],
  ['queue', '30-queue.yaml'],
  ['namespace', '40-other.yaml'],
  ['app', '40-other.yaml'],
  ['access', '40-other.yaml'],
] as const;

const read = (...path: string[]): Manifest[] =>
  parseAllDocuments(readFileSync(join(EXAMPLES, ...path), 'utf8'))
    .map(document => document.toJS() as Manifest | null)
    .flatMap(manifest => manifest ?? []);

const readPromise = (name: string): Manifest => {
  const promise = read('promises', `${name}.yaml`).find(
    ({ kind }) => kind === 'Promise',
  );
  if (!promise) throw new Error(`examples/promises/${name}.yaml has none`);
  return promise;
};

const textOf = (generated: GeneratedEntities): string => {
  if (generated.kind !== 'generated') throw new Error('Nothing is generated');
  return serializeDocuments(documentsOf(generated.entities));
};

/** The text that a file is to have. UPDATE_GOLDEN=1 writes it. */
function golden(file: string, text: string): string {
  const path = join(GOLDEN, file);
  if (process.env.UPDATE_GOLDEN) {
    mkdirSync(GOLDEN, { recursive: true });
    writeFileSync(path, text);
  }
  if (existsSync(path)) return readFileSync(path, 'utf8');
  throw new Error(
    `${path} is missing. Set UPDATE_GOLDEN=1, run this test, and look at what it writes.`,
  );
}

describe.each(examples)('catalog-info.yaml of %s', (name, requests) => {
  const promise = readPromise(name);

  it.each(['push', 'pull-request'] as const)('for %s', type => {
    const delivery = {
      type,
      targetBranch: 'main',
      ...(type === 'pull-request'
        ? { requestsRepoUrl: 'git.example.org?owner=platform&repo=requests' }
        : {}),
    };
    const text = textOf(generatePromiseEntities({ promise, delivery }));
    expect(text).toBe(golden(`${name}.${type}.yaml`, text));
  });

  it('for a Resource', () => {
    const kind = (
      promise.spec as { api: { spec: { names: { kind: string } } } }
    ).api.spec.names.kind;
    const resource = read('requests', requests).find(one => one.kind === kind);
    expect(resource).toBeDefined();
    const text = textOf(
      generateResourceEntities({ promise, resource: resource! }),
    );
    expect(text).toBe(golden(`${name}.resource.yaml`, text));
  });

  it('is what any reader of YAML makes the same entities of', () => {
    const delivery = { type: 'pull-request', targetBranch: 'main' } as const;
    const generated = generatePromiseEntities({ promise, delivery });
    const documents = parseAllDocuments(textOf(generated));
    const aliases: unknown[] = [];
    for (const document of documents) {
      visit(document, { Alias: (_, node) => void aliases.push(isNode(node)) });
    }
    expect(aliases).toEqual([]);
    expect(documents.map(one => one.toJS() as JsonObject)).toEqual(
      generated.kind === 'generated' ? documentsOf(generated.entities) : [],
    );
  });
});
