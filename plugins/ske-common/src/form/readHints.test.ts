import fc from 'fast-check';
import { parseDocument, stringify } from 'yaml';
import { readFormHints } from './readHints';

const read = (text: string) =>
  readFormHints({
    metadata: { annotations: { 'ske.backstage.template/form': text } },
  });

it('reads hints by the path of each field', () => {
  const { hints, problems } = read(`
spec.size: { title: How big, order: 1, widget: radio }
spec["region"]: { group: Location, placeholder: eu-central }
spec.users[].password: { widget: password }
spec.labels{}: { unit: words }
spec.port:
  showIf: { field: 'spec.users[].name', equals: true }
`);
  expect(problems).toEqual([]);
  expect([...hints]).toEqual([
    ['spec.size', { title: 'How big', order: 1, widget: 'radio' }],
    ['spec.region', { group: 'Location', placeholder: 'eu-central' }],
    ['spec.users[].password', { widget: 'password' }],
    ['spec.labels{}', { unit: 'words' }],
    ['spec.port', { showIf: { field: 'spec.users[].name', equals: true } }],
  ]);
});

it('reads JSON, and two ways to write one path as one', () => {
  const { hints, problems } = read(
    '{"spec.a": {"order": 1}, "spec[\\"a\\"]": {"unit": "GiB"}}',
  );
  expect(problems).toEqual([]);
  expect([...hints]).toEqual([['spec.a', { order: 1, unit: 'GiB' }]]);
});

it.each<Record<string, string> | undefined>([
  undefined,
  {},
  { 'ske.backstage.template/form': ' \n' },
])('needs no annotation: %j', annotations => {
  const { hints, problems } = readFormHints({ metadata: { annotations } });
  expect([hints.size, problems]).toEqual([0, []]);
});

/** Each of them has ten times the one before. */
const billions = [...'bcdefg'].map((name, index) => {
  const many = Array(10).fill(`*${'abcdefg'[index]}`);
  return `${name}: &${name} [${many.join(', ')}]`;
});

it.each([
  [
    'spec.a: { showIf: { field: spec.users[].b } }',
    'is not valid YAML: Unexpected flow-seq-start at node end at line 1, column 38. Put a path that has [] or {} in it, and a text that has a colon, in quotes.',
  ],
  ['a: 1\na: 2', 'is not valid YAML: Map keys must be unique at line 2, '],
  ['a: 1\n---\nb: 2', 'is not valid YAML: '],
  [
    '[spec.a]',
    'must be a map from paths to hints, such as spec.size: { order: 1 }.',
  ],
  ['just words', 'must be a map from paths to hints'],
  [
    'size: { order: 1 }',
    '"size" is not the path of a field. Write it as spec.size, spec["a.b"], spec.users[].name or spec.labels{}.',
  ],
  ['spec.a: { order: one }', 'spec.a: order must be a number.'],
  ['spec.a:', 'spec.a: must be a map, such as { title: How big, order: 1 }.'],
  [
    `spec.a: { title: ${'x'.repeat(65_536)} }`,
    'has 65555 characters and is not read; 65536 is the most. ',
  ],
  ['- '.repeat(5_000), 'is nested too deeply. '],
  [`a: ${'['.repeat(30_000)}${']'.repeat(30_000)}`, 'is nested too deeply. '],
  [
    ['a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]', ...billions].join('\n'),
    'cannot be read. Write it without anchors and aliases.',
  ],
])('says what is wrong, case %#', (text, words) => {
  const { hints, problems } = read(text);
  expect(hints.get('spec.a') ?? {}).toEqual({});
  expect(problems).toEqual([
    expect.stringContaining(`ske.backstage.template/form: ${words}`),
  ]);
  expect(problems[0].length).toBeLessThan(500);
});

it('keeps what is right beside what is wrong', () => {
  const { hints, problems } = read(
    'nowhere: {}\nspec.a: { order: one, title: A }\nspec.b: { order: 2 }',
  );
  expect(problems).toHaveLength(2);
  expect([...hints]).toEqual([
    ['spec.a', { title: 'A' }],
    ['spec.b', { order: 2 }],
  ]);
});

it('reads the first 500 fields', () => {
  const many = Array.from({ length: 501 }, (_, i) => `spec.f${i}: {order: 1}`);
  const { hints, problems } = read(many.join('\n'));
  expect(hints.size).toBe(500);
  expect(problems).toEqual([
    expect.stringMatching(/has hints for 501 fields; only the first 500 count/),
  ]);
});

it('reads an annotation once, and again when it is another', () => {
  const annotations = { 'ske.backstage.template/form': 'spec.a: { order: 1 }' };
  const promise = { metadata: { annotations } };
  const first = readFormHints(promise);
  expect(readFormHints(promise)).toBe(first);
  annotations['ske.backstage.template/form'] = 'spec.b: { order: 1 }';
  expect([...readFormHints(promise).hints.keys()]).toEqual(['spec.b']);
});

it('never throws, and tells of all that it does not take', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc
      .dictionary(
        fc.oneof(fc.string(), fc.constantFrom('spec.a', 'spec.b[]')),
        fc.oneof(
          fc.jsonValue(),
          fc.record(
            {
              title: fc.jsonValue(),
              order: fc.jsonValue(),
              showIf: fc.jsonValue(),
              options: fc.jsonValue(),
            },
            { requiredKeys: [] },
          ),
        ),
      )
      .map(value => stringify(value)),
  );
  fc.assert(
    fc.property(anything, text => {
      const { hints, problems } = read(text);
      const silent = hints.size === 0 && problems.length === 0;
      expect(silent && !holdsNothing(text)).toBe(false);
      expect(read(text)).toEqual({ hints, problems });
    }),
    { numRuns: 500 },
  );
});

function holdsNothing(text: string): boolean {
  if (text.trim() === '') return true;
  const content: unknown = parseDocument(text, { logLevel: 'error' }).toJS();
  return content === null || Object.keys(content as object).length === 0;
}
