import Ajv, { type AnySchema } from 'ajv';
import fc from 'fast-check';
import type { JsonObject, JsonValue } from '@backstage/types';
import { describeRecorded, ownCorpus, type Corpus } from '@internal/testbed';
import { parseAllDocuments } from 'yaml';
import { promiseApiOf } from '../offerings/promiseApi';
import { specPages } from './pages';
import { formSchema } from './schema';
import { humanise } from './humanise';

const valid = (schema: JsonObject, value: JsonValue) =>
  new Ajv({ strict: false, validateFormats: false }).validate(
    schema as AnySchema,
    value,
  );

describe('formSchema', () => {
  it.each<[string, JsonObject, JsonValue[], JsonValue[]]>([
    [
      'required and bounds of 0',
      {
        type: 'object',
        required: ['a'],
        properties: { a: { type: 'integer', minimum: 0, maximum: 0 } },
      },
      [{ a: 0 }],
      [{}, { a: 1 }],
    ],
    [
      'exclusive bounds, written as OpenAPI 3.0 does',
      { type: 'number', minimum: 0, exclusiveMinimum: true },
      [0.1],
      [0],
    ],
    ['nullable', { type: 'string', nullable: true }, [null, 'x'], [1]],
    [
      'nullable enums, in which the server never finds null',
      { type: 'string', nullable: true, enum: ['a', null] },
      ['a'],
      ['b', null],
    ],
    [
      'int-or-string',
      { 'x-kubernetes-int-or-string': true },
      [1, '500m'],
      [true, 1.5],
    ],
    [
      'maps',
      { type: 'object', additionalProperties: { type: 'string' } },
      [{ a: 'b' }],
      [{ a: 1 }],
    ],
    [
      'lists of objects',
      {
        type: 'array',
        items: {
          type: 'object',
          required: ['name'],
          properties: { name: { type: 'string' } },
        },
      },
      [[{ name: 'a' }]],
      [[{}]],
    ],
    [
      'oneOf',
      {
        type: 'object',
        properties: { a: { type: 'string' }, b: { type: 'string' } },
        oneOf: [{ required: ['a'] }, { required: ['b'] }],
      },
      [{ a: '' }],
      [{}, { a: '', b: '' }],
    ],
    [
      'free-form objects',
      { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      [{ any: { thing: 1 } }],
      ['x'],
    ],
    [
      'an enum disguised as a pattern',
      { type: 'string', pattern: '^(small|large)$' },
      ['small'],
      ['tiny'],
    ],
  ])('keeps %s', (_name, schema, good, bad) => {
    const form = formSchema(schema);
    for (const value of good)
      expect([value, valid(form, value)]).toEqual([value, true]);
    for (const value of bad)
      expect([value, valid(form, value)]).toEqual([value, false]);
  });

  it('offers a disguised enum as a choice', () => {
    expect(formSchema({ type: 'string', pattern: '^(small|large)$' })).toEqual({
      type: 'string',
      enum: ['small', 'large'],
      'ui:widget': 'radio',
    });
  });

  it.each<[JsonObject, string[]]>([
    [{ enum: ['small', 'large'] }, ['One replica', 'large']],
    [{ pattern: '^(large|small)$' }, ['large', 'One replica']],
    [
      { enum: [3, 'small', 'constructor'] },
      ['Three', 'One replica', 'constructor'],
    ],
  ])('calls the values of %j as the platform team does', (schema, names) => {
    const labels = { small: 'One replica', 3: 'Three' };
    expect(
      formSchema({ type: 'string', ...schema, 'x-ske-form': { labels } }),
    ).toMatchObject({ 'ui:enumNames': names });
  });

  it('accepts and refuses exactly what the given schema does', () => {
    const leaf = fc.oneof(
      fc.record({
        type: fc.constant('string'),
        enum: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }),
      }),
      fc.record({
        type: fc.constant('integer'),
        minimum: fc.integer({ min: -3, max: 3 }),
      }),
      fc.record({ type: fc.constant('boolean') }),
      fc.record({ type: fc.constant('string'), maxLength: fc.nat(4) }),
    );
    const { schema } = fc.letrec<{ schema: JsonObject }>(tie => ({
      schema: fc.oneof(
        { maxDepth: 3 },
        leaf as fc.Arbitrary<JsonObject>,
        fc.record({
          type: fc.constant('array'),
          items: tie('schema'),
        }) as fc.Arbitrary<JsonObject>,
        fc
          .dictionary(fc.constantFrom('a', 'b', 'c'), tie('schema'), {
            maxKeys: 3,
          })
          .chain(properties =>
            fc.subarray(Object.keys(properties)).map(required => ({
              type: 'object',
              properties,
              ...(required.length > 0 ? { required } : {}),
            })),
          ) as fc.Arbitrary<JsonObject>,
      ),
    }));
    const value = fc.letrec<{ value: JsonValue }>(tie => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom<JsonValue>('a', 'b', 'long text', 0, 1, -2, true),
        fc.array(tie('value'), { maxLength: 2 }) as fc.Arbitrary<JsonValue>,
        fc.dictionary(
          fc.constantFrom('a', 'b', 'c'),
          tie('value'),
        ) as fc.Arbitrary<JsonValue>,
      ),
    })).value;
    fc.assert(
      fc.property(schema, value, (given, candidate) => {
        expect(valid(formSchema(given), candidate)).toBe(
          valid(given, candidate),
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('specPages', () => {
  const spec: JsonObject = {
    type: 'object',
    required: ['size'],
    properties: { size: { type: 'string' }, logLevel: { type: 'string' } },
  };

  it('makes one page per top-level property', () => {
    const pages = specPages(spec);
    expect(pages.map(p => p.title)).toEqual(['Size', 'Log level']);
    expect(pages[0]).toMatchObject({
      required: ['spec'],
      properties: { spec: { required: ['size'] } },
    });
    expect(pages[1].required).toBeUndefined();
  });

  it('makes one page when asked, and none for an empty spec', () => {
    expect(specPages(spec, { singleSpecPage: true }).map(p => p.title)).toEqual(
      ['Specification'],
    );
    expect(specPages({})).toEqual([]);
  });
});

describe('humanise', () => {
  it.each([
    ['connectionDetails', 'Connection details'],
    ['host', 'Host'],
    ['dbURL', 'DB URL'],
    ['max_memory', 'Max memory'],
    ['replicas2', 'Replicas2'],
    ['storageGiB', 'Storage GiB'],
    ['sizeMB', 'Size MB'],
    ['maxURLs', 'Max URLs'],
    ['maxURLsPerHost', 'Max URLs per host'],
    ['userId', 'User ID'],
    ['podIPs', 'Pod IPs'],
    ['minIops', 'Min IOPS'],
    ['apiVersion', 'API version'],
    ['tlsSecretName', 'TLS secret name'],
    ['HTTPServer', 'HTTP server'],
    ['EBSVolume', 'EBS volume'],
    ['vCPUs', 'vCPUs'],
    ['grpcPort', 'gRPC port'],
    ['ipv6Only', 'IPv6 only'],
    ['k8sVersion', 'K8s version'],
    ['cert-issuer', 'Cert issuer'],
    ['größe', 'Größe'],
    ['-', '-'],
  ])('%s → %s', (key, words) => expect(humanise(key)).toBe(words));
});

it('lists the fields of an embedded resource that its schema leaves out', () => {
  const form = formSchema({
    type: 'object',
    'x-kubernetes-embedded-resource': true,
    properties: { data: { type: 'string' }, kind: { enum: ['A'] } },
  });
  const { apiVersion, kind, metadata, data } = form.properties as JsonObject;
  expect(form.required).toEqual(['apiVersion', 'kind']);
  expect(apiVersion).toMatchObject({ type: 'string' });
  expect(kind).toMatchObject({ enum: ['A'] });
  expect(metadata).toMatchObject({ properties: { name: { type: 'string' } } });
  expect(data).toBeDefined();
});

/** The API of a Promise of a corpus, and the requests that come with it. */
function published(corpus: Corpus, name: string) {
  const read = (file: string) =>
    parseAllDocuments(corpus.read('promises', name, file)).map(
      d => d.toJS() as JsonObject,
    );
  const api = promiseApiOf(
    read('promise.yaml').find(d => d.kind === 'Promise'),
  );
  const requests = read('resource-request.yaml').filter(
    d => d?.kind === api?.kind,
  );
  return { api, requests };
}

describe('forms of the Promises of our own corpus', () => {
  it.each([
    ['lamp', 1],
    ['shelf', 2],
  ])('accept the example requests of %s', (name, count) => {
    const { api, requests } = published(ownCorpus, name);
    const form = formSchema(api!.specSchema);
    expect(requests.map(({ spec = {} }) => valid(form, spec))).toEqual(
      Array(count).fill(true),
    );
  });

  it.each<[string, JsonValue]>([
    ['lamp', { colour: 'blue' }],
    ['shelf', { wood: 'oak' }],
    ['shelf', { wood: 'beech', boards: 4 }],
    ['shelf', { wood: 'oak', boards: 13 }],
    ['shelf', { wood: 'oak', boards: 4, books: [{ pages: 3 }] }],
  ])('refuse for %s %j', (name, spec) => {
    const { api } = published(ownCorpus, name);
    expect(valid(formSchema(api!.specSchema), spec)).toBe(false);
  });
});

describeRecorded('forms of published Promises', ['promises'], recorded => {
  it.each([
    'redis',
    'mongodb-full',
    'namespace',
    'kafka',
    'jenkins',
    'app-as-a-service',
    'vcluster',
    'slack',
    'sql-aws',
  ])('accept the example request of %s', name => {
    const { api, requests } = published(recorded, name);
    expect(api).toBeDefined();
    expect(requests.length).toBeGreaterThan(0);
    for (const request of requests) {
      expect(valid(formSchema(api!.specSchema), request.spec ?? {})).toBe(true);
    }
  });
});
