import { stringify } from 'yaml';
import { annotations } from '../annotations/keys';
import { readConnectGuide } from './readConnectGuide';

const snippetsOf = (text: string) => {
  const { guide, problems } = readConnectGuide({
    [annotations.connectSnippets]: text,
  });
  return { snippets: guide.snippets, problems };
};

it('reads text, keys and snippets', () => {
  const template = 'host: ${{ status.connectionDetails.host }}\n';
  const { guide, problems } = readConnectGuide({
    [annotations.connectText]: 'Look in Vault at `${{ metadata.name }}`.',
    [annotations.connectKeys]: 'username, password,username',
    [annotations.connectSnippets]: stringify([
      { title: 'Helm values', language: 'yaml', template },
      { title: 'URL', template: '$${{ x }} ${{ spec.list[0]["a.b"] }}' },
    ]),
  });
  expect(problems).toEqual([]);
  expect(guide).toEqual({
    text: 'Look in Vault at `${{ metadata.name }}`.',
    keys: ['username', 'password'],
    snippets: [
      { title: 'Helm values', language: 'yaml', template },
      { title: 'URL', template: '$${{ x }} ${{ spec.list[0]["a.b"] }}' },
    ],
  });
});

it.each([[undefined], [{}], [{ [annotations.connectSnippets]: '  ' }]])(
  'needs no annotation: %j',
  given => {
    expect(readConnectGuide(given)).toEqual({
      guide: { text: undefined, keys: [], snippets: [] },
      problems: [],
    });
  },
);

it('keeps the snippets beside a wrong one, and names that', () => {
  const { snippets, problems } = snippetsOf(
    stringify([
      { title: 'Right', template: 'a' },
      { title: 'Wrong', template: '${{ secrets.token }}' },
    ]),
  );
  expect(snippets).toEqual([{ title: 'Right', template: 'a' }]);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(
    'kratix.io/backstage-connect-snippets: snippet 2 (Wrong): template: "secrets.token" is no placeholder',
  );
});

it.each([
  ['title: x', 'must be a list of snippets'],
  ['[1]', 'snippet 1 must be a map with title and template'],
  ['- {title: a}', 'snippet 1 template must be a text'],
  ['- {title: "", template: a}', 'snippet 1 title must not be empty'],
  ['- {title: a, template: a, code: b}', 'has "code", which means nothing'],
  ['- {title: a, template: a, language: <b>}', 'language must be a word'],
  ['- {title: [a', 'is not valid YAML: '],
  ['- a\n---\n- b', 'it holds several documents'],
  [`${'['.repeat(30_000)}`, 'is nested too deeply'],
  ['x'.repeat(70_000), 'has 70000 characters and is not read'],
  [
    `- {title: a, template: ${'x'.repeat(9_000)}}`,
    'template must have at most 8192 characters',
  ],
  ['- {title: a, template: "${{ spec.a"}', 'a placeholder is not closed by }}'],
  ['- {title: a, template: "${{ spec }}"}', '"spec" is no placeholder'],
  ['- {title: a, template: "${{ metadata.uid }}"}', 'is no placeholder'],
  ['- {title: a, template: "${{ status.a | b }}"}', 'is no placeholder'],
  ['- {title: a, template: "${{ status.a() }}"}', 'is no placeholder'],
  ['- {title: a, template: "${{ statusx.a }}"}', 'is no placeholder'],
  [
    `- {title: a, template: "${'${{ spec.a }}'.repeat(101)}"}`,
    'has more than 100 placeholders',
  ],
])('says what is wrong, case %#', (text, words) => {
  const { snippets, problems } = snippetsOf(text);
  expect(snippets).toEqual([]);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain('kratix.io/backstage-connect-snippets: ');
  expect(problems[0]).toContain(words);
});

it('counts the first twenty snippets', () => {
  const many = Array.from({ length: 22 }, (_, index) => ({
    title: `number ${index}`,
    template: 'a',
  }));
  const { snippets, problems } = snippetsOf(stringify(many));
  expect(snippets).toHaveLength(20);
  expect(problems[0]).toContain('has 22 snippets; only the first 20 count');
});

it('takes no placeholder into Markdown that a requester decides about', () => {
  const { guide, problems } = readConnectGuide({
    [annotations.connectText]: 'See ${{ spec.link }}',
    [annotations.connectKeys]: 'pass word, ok',
  });
  expect(guide).toMatchObject({ text: undefined, keys: ['ok'] });
  expect(problems).toEqual([
    expect.stringContaining('metadata.name and metadata.namespace only'),
    expect.stringContaining('"pass word" is no key of a Secret'),
  ]);
});
