import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkConfig, concurrencyOf, configKeys } from './controllerConfig';
import { variableNames, withEnvironment } from './environment';
import { readConfig } from './readConfig';

it('has a default for each key', () => {
  expect(checkConfig({})).toMatchObject({
    namespace: 'kratix-platform-system',
    leaderElection: {
      enabled: true,
      leaseName: 'backstage-controller',
      leaseDuration: 15_000,
      renewDeadline: 10_000,
      retryPeriod: 2_000,
    },
    http: { port: 8080 },
    log: { level: 'info' },
    resyncPeriod: 36_000_000,
    concurrency: 4,
    portals: [],
    backstage: {
      destination: {
        name: 'backstage',
        path: 'backstage',
        labels: { environment: 'backstage' },
      },
    },
    jobs: { enabled: true, timeout: 600_000, concurrency: 5 },
    output: { type: 'work' },
  });
});

const git = { type: 'git', url: 'https://git.example.test/a/b.git' };

it.each([
  [{}, 4],
  [{ concurrency: 7 }, 7],
  [{ concurrency: 7, output: git }, 100],
])('says how many are reconciled at once: %j', (configured, count) => {
  expect(concurrencyOf(checkConfig(configured))).toBe(count);
});

it('keeps the defaults of what is not said', () => {
  expect(checkConfig({ leaderElection: { retryPeriod: '1s500ms' } })).toEqual(
    expect.objectContaining({
      leaderElection: expect.objectContaining({
        retryPeriod: 1_500,
        renewDeadline: 10_000,
      }),
    }),
  );
});

it.each([
  [{ nmespace: 'x' }, 'nmespace is not known. Did you mean namespace?'],
  [
    { leaderElection: { lease: 'x' } },
    'leaderElection.lease is not known. leaderElection has: enabled, leaseName, leaseDuration, renewDeadline, retryPeriod.',
  ],
  [{ namespace: 'No_name' }, 'namespace is "No_name". It must be lower-case'],
  [
    { log: { level: 'loud' } },
    'log.level is "loud". Set it to one of error, warn, info, debug.',
  ],
  [
    { http: { port: '8080' } },
    'http.port is "8080". Give a whole number from 0 to 65535.',
  ],
  [{ concurrency: 0 }, 'concurrency is 0. Give a whole number from 1 to 100.'],
  [
    { resyncPeriod: '10' },
    'resyncPeriod is "10". Give a duration above 0, such as 15s, 10m or 1h30m.',
  ],
  [{ resyncPeriod: '0s' }, 'resyncPeriod is "0s". Give a duration above 0'],
  [
    { leaderElection: { leaseDuration: '5s' } },
    'leaderElection.leaseDuration is not longer than renewDeadline',
  ],
  [
    { leaderElection: { retryPeriod: '10s' } },
    'leaderElection.renewDeadline is not longer than retryPeriod',
  ],
  [
    { output: { type: 'ftp' } },
    'output.type is "ftp". Set it to one of work, git, bucket.',
  ],
  [
    { output: { type: 'work', url: 'x' } },
    'output.url does not go with the keys beside it.',
  ],
  [
    { output: { type: 'git', url: 'git@host:a/b' } },
    'output.url is "git@host:a/b". Give the HTTPS address of a repository.',
  ],
  [
    { output: { type: 'git', url: 'https://bot:hunter2@git.test/a.git' } },
    'output.url has a user name or a password in it. Put them into a Secret, and name that in output.secretRef.',
  ],
  [
    { backstage: { destination: { labels: {} } } },
    'backstage.destination.labels has no label: entities would go to every Destination. Name at least one.',
  ],
  [
    { output: { type: 'git', url: 'https://host/a/b', index: 'a/b.yaml' } },
    'output.index is "a/b.yaml". Give the name of a YAML file',
  ],
  [
    { backstage: { delivery: { type: 'email' } } },
    'backstage.delivery.type is "email". Set it to one of push, pull-request.',
  ],
  [
    { output: { type: 'bucket', bucketName: 'b', endpoint: 'https://s3' } },
    'output.endpoint is "https://s3". Give host and port without a scheme',
  ],
  [
    { output: { type: 'bucket', bucketName: 'b', endpoint: 's3.test' } },
    'output.secretRef is missing, and authMethod accessKey needs it.',
  ],
  [{ portals: ['main'] }, 'portals[0] is "main". Give keys with values.'],
])('refuses %j and says what to do', (configured, sentence) => {
  expect(() => checkConfig(configured)).toThrow(sentence);
});

it('says everything that is wrong at once', () => {
  expect(() => checkConfig({ concurrency: 0, namespace: '' })).toThrow(
    /namespace is "".*concurrency is 0/,
  );
});

it('knows the keys of each output', () => {
  expect(configKeys).toEqual(
    expect.arrayContaining([
      'output.type',
      'output.branch',
      'output.bucketName',
      'backstage.destination.labels',
    ]),
  );
});

describe('the environment', () => {
  it('counts more than the file', () => {
    const { configured, notes } = withEnvironment(
      { namespace: 'file', log: { level: 'warn' }, http: { port: 1 } },
      {
        SKE_CONTROLLER_NAMESPACE: 'env',
        SKE_CONTROLLER_HTTP_PORT: '9090',
        SKE_CONTROLLER_LEADER_ELECTION_ENABLED: 'false',
        PATH: '/bin',
      },
    );
    expect(configured).toEqual({
      namespace: 'env',
      log: { level: 'warn' },
      http: { port: 9090 },
      leaderElection: { enabled: false },
    });
    expect(notes).toEqual([]);
  });

  it('is refused in the same words', () => {
    const env = { SKE_CONTROLLER_CONCURRENCY: 'many' };
    expect(() => checkConfig(withEnvironment({}, env).configured)).toThrow(
      'concurrency is "many". Give a whole number from 1 to 100.',
    );
  });

  it('may have variables that nobody knows, which are named, and those of a Service', () => {
    const { configured, notes } = withEnvironment(
      {},
      {
        SKE_CONTROLLER_LOGLEVEL: 'debug',
        SKE_CONTROLLER_SERVICE_HOST: '10.0.0.1',
        SKE_CONTROLLER_PORT_80_TCP_ADDR: '10.0.0.1',
      },
    );
    expect(configured).toEqual({});
    expect(notes).toEqual([
      expect.stringContaining('SKE_CONTROLLER_LOGLEVEL is not known.'),
    ]);
  });

  it('sets keys that there are', () => {
    for (const name of variableNames) {
      const { configured } = withEnvironment({}, { [name]: 'x' });
      const paths = (value: object): string[] =>
        Object.entries(value).flatMap(([key, inner]) =>
          typeof inner === 'object'
            ? paths(inner).map(path => `${key}.${path}`)
            : [key],
        );
      expect(configKeys).toEqual(expect.arrayContaining(paths(configured)));
    }
  });
});

describe('the file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'controller-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const write = async (content: string) => {
    const path = join(folder, 'config.yaml');
    await writeFile(path, content);
    return path;
  };

  it('is read with the environment', async () => {
    const path = await write('log: {level: debug}\n');
    const { config } = await readConfig(path, {
      SKE_CONTROLLER_CONCURRENCY: '2',
    });
    expect(config).toMatchObject({ log: { level: 'debug' }, concurrency: 2 });
  });

  it('may be empty', async () => {
    const { config } = await readConfig(await write('# nothing\n'), {});
    expect(config.concurrency).toBe(4);
  });

  it.each([
    ['a: [', /is no YAML in line \d+\. Correct it there\./],
    ['- a', 'is no YAML mapping'],
  ])('is refused as %j', async (content, sentence) => {
    await expect(readConfig(await write(content), {})).rejects.toThrow(
      sentence,
    );
  });

  it('has to be there when it is named', async () => {
    await expect(readConfig(join(folder, 'none.yaml'), {})).rejects.toThrow(
      /Cannot read the configuration .*none\.yaml \(ENOENT\)/,
    );
  });
});
