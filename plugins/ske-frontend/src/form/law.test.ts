import { getDefaultFormState } from '@rjsf/utils';
import validator from '@rjsf/validator-ajv8';
import type { JsonObject, JsonValue } from '@backstage/types';
import { describeRecorded, ownCorpus, type Corpus } from '@internal/testbed';
import {
  fillSecrets,
  formSchema,
  isObject,
  redact,
  maskSecrets,
  secretsIn,
  promiseApiOf,
  specPages,
} from '@syntasso/plugin-ske-common';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { SECRET, schemaCase, secretCase } from './__testUtils__/schemas';
import { findChangedByScaffolder, padded, unpadded } from './padding';
import {
  forgetSecrets,
  maskedBy,
  maskedLike,
  takeSecrets,
} from './secretValues';
import { problemsOf } from './validate';
import { completed, valueAt, withValueAt } from './values';

/** What the Create page makes of values: the scaffolder fills in what it likes. */
function throughScaffolder(
  schema: JsonObject,
  value: JsonValue,
): JsonValue | undefined {
  const [page] = specPages(schema, { singleSpecPage: true });
  if (!page) return value;
  const converted = formSchema(schema);
  const state = getDefaultFormState(
    validator,
    page,
    { spec: padded(converted, value) },
    page,
    false,
    { allOf: 'populateDefaults' },
  ) as { spec: JsonValue };
  // It is sent as JSON.
  return JSON.parse(JSON.stringify(state.spec));
}

/** `SKE_LAW_RUNS=5000` looks further than a change is made to wait for. */
const numRuns = Number(process.env.SKE_LAW_RUNS ?? 100);

const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

describe('for any schema and any value that is valid under it', () => {
  const valid = schemaCase.chain(({ schema, value }) =>
    fc.record({ schema: fc.constant(schema), value }),
  );

  it('the form accepts the value and sends it unchanged', () => {
    fc.assert(
      fc.property(valid, ({ schema, value }) => {
        const form = formSchema(schema);
        // No task could carry these.
        expect(problemsOf(form, completed(form, value))).toEqual(
          placesOf(value, 'constructor').map(path => ({
            path,
            key: 'field.reserved',
            values: { name: 'constructor' },
          })),
        );
        expect(completed(form, value)).toEqual(value);
        expect(plain(unpadded(form, padded(form, value)))).toEqual(
          plain(value),
        );
      }),
      { numRuns },
    );
  });

  it('so does the Create page', () => {
    fc.assert(
      fc.property(valid, ({ schema, value }) => {
        // An object such as `toString` with objects in it is refused there.
        const refused = findChangedByScaffolder(value).map(({ path }) =>
          path.at(-1),
        );
        expect(['constructor', 'toString']).toEqual(
          expect.arrayContaining(refused),
        );
        fc.pre(refused.length === 0);
        expect(throughScaffolder(schema, value)).toEqual(plain(value));
      }),
      { numRuns },
    );
  });

  it('a value of another type is refused at its field', () => {
    fc.assert(
      fc.property(valid, fc.nat(), ({ schema, value }, which) => {
        const form = formSchema(schema);
        const places = scalarPlaces(form, value);
        fc.pre(places.length > 0);
        const path = places[which % places.length];
        const mutant = withValueAt(value, path, { wrong: true });
        expect(problemsOf(form, completed(form, mutant))).toContainEqual(
          expect.objectContaining({ path }),
        );
      }),
      { numRuns },
    );
  });

  it('a required field without a default that is missing is named, or begun', () => {
    fc.assert(
      fc.property(valid, ({ schema, value }) => {
        const form = formSchema(schema);
        for (const name of (form.required ?? []) as string[]) {
          const mutant = withValueAt(value, [name], undefined);
          const sent = completed(form, mutant);
          const begun = valueAt(sent, [name]);
          const named = problemsOf(form, sent).some(
            ({ path, key }) =>
              path.length === 1 && path[0] === name && key !== 'field.reserved',
          );
          expect(named).toBe(begun === undefined);
          // Nothing but one sensible beginning.
          expect([undefined, false, '{}', '[]']).toContain(
            typeof begun === 'object' ? emptied(begun) : begun,
          );
        }
      }),
      { numRuns },
    );
  });
});

describe('for any schema with secrets, and any value', () => {
  const valid = secretCase.chain(({ schema, value }) =>
    fc.record({ schema: fc.constant(schema), value }),
  );
  const told = (value: unknown) => JSON.stringify(value) ?? '';

  it('none is in the values of a task, in what is shown or in a draft', () => {
    let count = 0;
    fc.assert(
      fc.property(valid, ({ schema, value }) => {
        const form = formSchema(schema);
        const { values, secrets } = takeSecrets(value as JsonObject, form);
        expect(told(values)).not.toContain(SECRET);
        expect(fillSecrets(values, secrets)).toEqual({ value, missing: [] });
        for (const shown of [
          maskSecrets(values),
          maskedBy(form, value as JsonObject),
          maskedLike(value as JsonObject, values),
          redact(value, schema),
        ]) {
          expect(told(shown)).not.toContain(SECRET);
        }
        const paths: string[] = [];
        const draft = forgetSecrets(values, form, path =>
          paths.push(told(path)),
        );
        expect(told(draft)).not.toContain(SECRET);
        expect(told(draft)).not.toContain('ske-secret');
        expect(new Set(paths).size).toBe(Object.keys(secrets).length);
        count += paths.length;
      }),
      { numRuns },
    );
    expect(count).toBeGreaterThan(0);
  });

  it('the backend knows all of them, to mask them in what the platform says', () => {
    fc.assert(
      fc.property(valid, ({ schema, value }) => {
        const known = secretsIn(value, schema);
        const { secrets } = takeSecrets(
          value as JsonObject,
          formSchema(schema),
        );
        expect([...known].sort()).toEqual(Object.values(secrets).sort());
      }),
      { numRuns },
    );
  });
});

/** Where a value has properties of this name, but for those within others of it. */
function placesOf(
  value: JsonValue | undefined,
  name: string,
  path: string[] = [],
): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === name ? [[...path, key]] : placesOf(item, name, [...path, key]),
  );
}

/** The kind of a container, whatever required containers are in it. */
const emptied = (value: JsonValue) => (Array.isArray(value) ? '[]' : '{}');

/** Where a value has a text, a number or a boolean of a type of its own. */
function scalarPlaces(
  schema: JsonObject,
  value: JsonValue | undefined,
  path: string[] = [],
): string[][] {
  if (schema['ui:field'] !== undefined) return [];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      scalarPlaces(schema.items as JsonObject, item, [...path, String(index)]),
    );
  }
  if (isObject(value)) {
    const properties = (schema.properties ?? {}) as JsonObject;
    return Object.entries(value).flatMap(([key, item]) => {
      const child = Object.hasOwn(properties, key)
        ? properties[key]
        : schema.additionalProperties;
      return isObject(child) ? scalarPlaces(child, item, [...path, key]) : [];
    });
  }
  return value === null || value === undefined ? [] : [path];
}

const documents = (corpus: Corpus, ...path: string[]) =>
  parseAllDocuments(corpus.read(...path)).map(
    document => document.toJS() as JsonObject,
  );

/** The schema of a Promise's API, and the specs of the requests that come with it. */
function published(corpus: Corpus, name: string) {
  const api = promiseApiOf(
    documents(corpus, 'promises', name, 'promise.yaml').find(
      ({ kind }) => kind === 'Promise',
    ),
  )!;
  const requests = documents(corpus, 'promises', name, 'resource-request.yaml');
  return {
    kind: api.kind,
    schema: api.specSchema,
    specs: requests
      .filter(document => document?.kind === api.kind)
      .map(({ spec = {} }) => spec),
  };
}

/** The different specs of the objects in a trace, by kind. */
function specsIn(corpus: Corpus, trace: string): [string, JsonObject][] {
  const lines = corpus.read('traces', trace).trim().split('\n');
  const found = lines.flatMap(line => {
    const { object } = JSON.parse(line) as { object?: JsonObject };
    return isObject(object?.spec)
      ? [JSON.stringify([object.kind, object.spec])]
      : [];
  });
  return [...new Set(found)].map(text => JSON.parse(text));
}

/** What the form, and the Create page, would send of a spec that nobody touches. */
const sentOf = (schema: JsonObject, spec: JsonValue) => {
  const form = formSchema(schema);
  return {
    problems: problemsOf(form, completed(form, spec)),
    sent: completed(form, spec),
    created: throughScaffolder(schema, spec),
  };
};

const unchanged = (spec: JsonValue) => ({
  problems: [],
  sent: spec,
  created: spec,
});

describe('for our own corpus', () => {
  it.each([
    ['lamp', 1],
    ['shelf', 2],
  ])('the example requests of %s are accepted and unchanged', (name, count) => {
    const { schema, specs } = published(ownCorpus, name);
    expect(specs).toHaveLength(count);
    for (const spec of specs) {
      expect(sentOf(schema, spec)).toEqual(unchanged(spec));
    }
  });

  it('every spec in the life of a lamp is accepted and unchanged', () => {
    const { kind, schema } = published(ownCorpus, 'lamp');
    const specs = specsIn(ownCorpus, 'lamp.jsonl')
      .filter(([of]) => of === kind)
      .map(([, spec]) => spec);
    expect(specs).toEqual([{ colour: 'white' }, { colour: 'warm' }]);
    for (const spec of specs) {
      expect(sentOf(schema, spec)).toEqual(unchanged(spec));
    }
  });
});

describeRecorded(
  'for what platform teams publish',
  ['promises', 'crds', 'traces/lifecycle.jsonl', 'traces/edge.jsonl'],
  recorded => {
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
    ])('the example request of %s is accepted and unchanged', name => {
      const { schema, specs } = published(recorded, name);
      expect(specs.length).toBeGreaterThan(0);
      for (const spec of specs) {
        expect(sentOf(schema, spec)).toEqual(unchanged(spec));
      }
    });

    it('every object that a real Kratix has written is accepted and unchanged', () => {
      const crds = recorded.list('crds').filter(file => file.endsWith('.yaml'));
      const schemas = new Map(
        crds.map(file => {
          const [crd] = documents(recorded, 'crds', file);
          const { names, versions } = crd.spec as {
            names: { kind: string };
            versions: { schema: { openAPIV3Schema: JsonObject } }[];
          };
          const { properties } = versions[0].schema.openAPIV3Schema;
          return [names.kind, (properties as JsonObject).spec as JsonObject];
        }),
      );
      const known = ['lifecycle.jsonl', 'edge.jsonl']
        .flatMap(trace => specsIn(recorded, trace))
        .filter(([kind]) => schemas.has(kind));
      expect(known.length).toBeGreaterThan(50);
      for (const [kind, spec] of known) {
        expect([kind, sentOf(schemas.get(kind)!, spec)]).toEqual([
          kind,
          unchanged(spec),
        ]);
      }
    });
  },
);
