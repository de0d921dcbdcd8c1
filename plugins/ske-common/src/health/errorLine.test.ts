import { findErrorLine, findTerminationCause } from './errorLine';
import { errorLineRulesSchema } from './errorLineRules';

/** What programs write, and the line that says why they failed. */
const logs: [name: string, lines: string[], answer: string | undefined][] = [
  [
    'a line that begins with error',
    ['creating queue', 'error: quota exceeded: 3 shards asked, 1 left'],
    'quota exceeded: 3 shards asked, 1 left',
  ],
  [
    'a time and a level',
    ['2026-01-02T10:00:00.123Z ERROR quota exceeded', 'exit status 1'],
    'quota exceeded',
  ],
  ['brackets', ['[10:00:00] [error] no quota'], 'no quota'],
  [
    'logfmt',
    [
      'level=info msg="0 failed"',
      'time="2026-01-02T10:00:00Z" level=error msg="cannot create \\"a\\"" err="no quota"',
    ],
    'cannot create "a": no quota',
  ],
  [
    'JSON',
    [
      '{"level":"error","msg":"create bucket","err":{"message":"access denied"}}',
      '{"level":"info","msg":"failed steps: 1"}',
    ],
    'create bucket: access denied',
  ],
  ['JSON of pino', ['{"level":50,"msg":"no quota"}'], 'no quota'],
  [
    'JSON of Terraform',
    ['{"@level":"error","@message":"Error: no quota"}'],
    'no quota',
  ],
  ['klog', ['E0102 12:00:00.000000       1 main.go:12] no quota'], 'no quota'],
  [
    'zap',
    ['2024-01-01T00:00:00.1Z\tERROR\tcmd/main.go:12\tunable to start'],
    'unable to start',
  ],
  [
    'logging of Java',
    ['2024-01-01 12:00:00,123 ERROR [main] com.example.web.App - no quota'],
    'no quota',
  ],
  ['logging of Python', ['ERROR:root:no quota'], 'no quota'],
  [
    'a traceback of Python, whose own words sound like no error',
    [
      'Traceback (most recent call last):',
      '  File "/app/failed.py", line 3, in <module>',
      '    raise Problem("error")',
      'shop.Problem: size XL is not on offer',
    ],
    'shop.Problem: size XL is not on offer',
  ],
  [
    'a panic of Go',
    [
      'panic: open /input: no such file or directory [recovered]',
      '',
      'goroutine 1 [running]:',
      'errors.failed(0x1)',
      '\t/app/error.go:7 +0x1d',
      'exit status 2',
    ],
    'open /input: no such file or directory',
  ],
  [
    'an exception of Java',
    [
      'Exception in thread "main" java.lang.IllegalStateException: no start',
      '\tat shop.ErrorPage.open(ErrorPage.java:1)',
      'Caused by: java.net.ConnectException: Connection refused',
      '\t... 1 more',
    ],
    'java.net.ConnectException: Connection refused',
  ],
  [
    'an error of Node',
    [
      'TypeError: Cannot read properties of undefined',
      '    at failed (error.js:1:2)',
      '',
      'Node.js v20.1.0',
    ],
    'TypeError: Cannot read properties of undefined',
  ],
  [
    'Terraform',
    [
      '╷',
      '│ Error: creating S3 Bucket (a): AccessDenied: Access Denied',
      '│ \tstatus code: 403, error',
      '│ ',
      '│   on failed.tf line 1:',
      '╵',
    ],
    'creating S3 Bucket (a): AccessDenied: Access Denied',
  ],
  [
    'Helm',
    ['Error: INSTALLATION FAILED: cannot re-use a name that is still in use'],
    'INSTALLATION FAILED: cannot re-use a name that is still in use',
  ],
  [
    'kubectl, run by make with a trace',
    [
      '+ kubectl apply -f error.yaml',
      'error: the path "error.yaml" does not exist',
      'make: *** [deploy] Error 1',
    ],
    'the path "error.yaml" does not exist',
  ],
  [
    'the help of a command after its error',
    [
      'Error: unknown flag: --foo',
      'Usage:',
      '  tool [flags]',
      '      --fail-fast   Fail when the first one failed',
    ],
    'unknown flag: --foo',
  ],
  [
    'a shell',
    ['run.sh: line 3: terraform: command not found'],
    'terraform: command not found',
  ],
  [
    'Git',
    ["fatal: Authentication failed for 'https://git.example.org/a'"],
    "Authentication failed for 'https://git.example.org/a'",
  ],
  ['only that it failed', ['Error: exit status 1', 'Killed'], undefined],
  ['a count', ['PLAY RECAP', 'host : ok=1 failed=1', '0 errors'], undefined],
  ['nothing of an error', ['created', 'bye'], undefined],
  ['nothing', [''], undefined],
];

it.each(logs)('finds it: %s', (_, lines, answer) => {
  expect(findErrorLine(`${lines.join('\n')}\n`)).toBe(answer);
});

it('takes a line of an error before one of a note, however late', () => {
  const lines = ['error: no quota', 'INFO: it failed', '  details failed'];
  expect(findErrorLine(lines.join('\n'))).toBe('no quota');
  expect(findErrorLine(lines.slice(1).join('\n'))).toBe('details failed');
});

it('is at most 200 characters long, and cuts no character in two', () => {
  const answer = findErrorLine(`error: ${'🚀'.repeat(240)}`) ?? '';
  expect(Array.from(answer)).toHaveLength(200);
  expect(answer.isWellFormed()).toBe(true);
  expect(answer.endsWith('…')).toBe(true);
});

it.each([
  ['long lines', `${'error '.repeat(10_000)}\n`.repeat(400)],
  ['what looks like times', `${'10:00:00 '.repeat(60)}\n`.repeat(400)],
  ['braces', '{"a":'.repeat(1_000_000)],
  ['quotes', `level=error msg="${'\\'.repeat(1_000_000)}`],
])('takes no time for %s', (_, log) => {
  const start = performance.now();
  findErrorLine(log);
  expect(performance.now() - start).toBeLessThan(1_000);
});

describe('rules of the platform team', () => {
  const rules = errorLineRulesSchema.parse([
    {
      pattern: '(?i)quota exceeded: requested (\\d+) shards, (\\d+) left',
      message: 'quota exceeded ($1 shards asked, $2 left)',
    },
    { pattern: '^POLICY .*' },
  ]);

  it('come first, in their order, each with its last line', () => {
    const quota = 'Quota exceeded: requested 3 shards, 1 left in web';
    const log = ['POLICY a', quota, 'POLICY b', 'error: something else'];
    expect(findErrorLine(log.join('\n'), rules)).toBe(
      'quota exceeded (3 shards asked, 1 left)',
    );
    expect(
      findErrorLine(log.filter(line => line !== quota).join('\n'), rules),
    ).toBe('POLICY b');
    expect(findErrorLine('error: something else', rules)).toBe(
      'something else',
    );
  });

  it('give up on a log that keeps them busy', () => {
    const slow = errorLineRulesSchema.parse(
      Array.from({ length: 50 }, (_, index) => ({
        pattern: `(.*)=(.*)!${index}`,
      })),
    );
    const log = `${'='.repeat(300)}\n`.repeat(199) + 'error: no quota';
    const start = performance.now();
    expect(findErrorLine(log, slow)).toBe('no quota');
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it.each([
    ['a pattern that Go refuses', [{ pattern: '(' }], [0, 'pattern']],
    ['one that may take for ever', [{ pattern: '(a+)+$' }], [0, 'pattern']],
    ['the second of two', [{ pattern: 'a' }, { pattern: 'b', text: 'c' }], [1]],
    ['no pattern', [{ message: 'a' }], [0, 'pattern']],
    ['no list', 'a', []],
  ])('are refused by name: %s', (_, wrong, path) => {
    const { error } = errorLineRulesSchema.safeParse(wrong);
    expect(error?.issues.map(issue => issue.path)).toEqual([path]);
  });
});

it('takes the last line of what a container says as it ends', () => {
  expect(findTerminationCause('fatal: no quota\nbye')).toBe('no quota');
  expect(findTerminationCause('step 1\nonly 1 shard is left\n')).toBe(
    'only 1 shard is left',
  );
  expect(findTerminationCause('exit status 1\n')).toBeUndefined();
});
