import { PassThrough } from 'node:stream';
import { createLog } from './Log';

it('writes a line of JSON for each message of its level, without secrets', async () => {
  const stream = new PassThrough();
  const log = createLog('warn', stream);
  log.info('not this one');
  log.warn('Could not reconcile', { promise: 'redis', failures: 2 });
  const error = 'Could not push to https://bot:hunter2@git.example.test/a.';
  log.error('Another one', { error });
  const lines: unknown[] = [];
  for await (const chunk of stream) {
    lines.push(
      ...String(chunk)
        .split('\n')
        .filter(Boolean)
        .map(line => JSON.parse(line)),
    );
    if (lines.length === 2) break;
  }
  expect(lines).toEqual([
    {
      level: 'warn',
      message: 'Could not reconcile',
      promise: 'redis',
      failures: 2,
      service: 'backstage-controller',
      timestamp: expect.any(String),
    },
    expect.objectContaining({
      level: 'error',
      message: 'Another one',
      error: expect.stringMatching(/^Could not push to (?!.*hunter2)/),
    }),
  ]);
});
