import { readOptions } from './options';

it('reads what Backstage reads, and more', () => {
  expect(readOptions([], {})).toEqual({
    kind: 'check',
    configArguments: [],
    backend: undefined,
    json: false,
  });
  expect(
    readOptions(
      [
        ...['doctor', '--config', 'a.yaml', '--config=b.yaml', '--json'],
        ...['--backend-url', 'https://backstage.acme.org/', '--token', 't'],
      ],
      {},
    ),
  ).toEqual({
    kind: 'check',
    configArguments: ['--config', 'a.yaml', '--config', 'b.yaml'],
    backend: { url: 'https://backstage.acme.org', token: 't' },
    json: true,
  });
  expect(readOptions(['--help'], {})).toEqual({ kind: 'help' });
});

it('takes the token of the environment, which nobody else sees', () => {
  expect(
    readOptions(['--backend-url', 'http://localhost:7007'], {
      BACKSTAGE_TOKEN: 't',
    }),
  ).toMatchObject({ backend: { url: 'http://localhost:7007', token: 't' } });
});

it.each([
  [['--what'], "Unknown option '--what'."],
  [['surgeon'], 'There is no command "surgeon".'],
  [['doctor', 'doctor'], 'There is no command "doctor".'],
  [['--backend-url', 'http://localhost:7007'], '--backend-url needs a token'],
  [
    ['--backend-url', 'localhost', '--token', 't'],
    '--backend-url is no address',
  ],
  [
    ['--backend-url', 'https://anna:secret@b.acme.org', '--token', 't'],
    '--backend-url has a user name or a password in it',
  ],
  [['--token', 't'], '--token needs --backend-url.'],
])('refuses %j', (argv, problem) => {
  expect(readOptions(argv, {})).toEqual({
    kind: 'invalid',
    problem: expect.stringContaining(problem),
  });
});
