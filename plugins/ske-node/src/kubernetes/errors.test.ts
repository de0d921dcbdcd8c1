import { readdirSync } from 'node:fs';
import { testCorpus } from '@internal/testbed';
import {
  errorOfAnswer,
  errorOfConnection,
  InvalidManifestError,
} from './errors';

const attempt = {
  doing: 'read Redis default/cache',
  where: 'https://platform',
};

describe('errorOfAnswer', () => {
  it.each([
    [401, 'AuthenticationError', 'Renew the token'],
    [403, 'NotAllowedError', 'Ask the platform team'],
    [404, 'NotFoundError', 'its CRD is not installed'],
    [409, 'ConflictError', ''],
    [410, 'ExpiredError', ''],
    [422, 'InputError', ''],
    [429, 'ServiceUnavailableError', 'slow down'],
    [500, 'ServiceUnavailableError', 'Try again'],
    [503, 'ServiceUnavailableError', 'Try again'],
  ])('%i becomes %s', (code, name, remedy) => {
    const error = errorOfAnswer(attempt, code, 'no');
    expect(error.name).toBe(name);
    expect(error.message).toContain('Could not read Redis default/cache');
    expect(error.message).toContain(remedy);
  });

  it('does not quote a page of HTML', () => {
    const { message } = errorOfAnswer(attempt, 503, '<html><body>Bad gateway');
    expect(message).toContain('not from a Kubernetes API');
    expect(message).not.toContain('<html>');
  });

  it('says where and why when nothing answers', () => {
    const error = errorOfConnection(attempt, { code: 'ECONNREFUSED' });
    expect(error.name).toBe('ServiceUnavailableError');
    expect(error.message).toContain(
      'https://platform does not answer (ECONNREFUSED)',
    );
  });
});

testCorpus.describe('errors of a real API server', () => {
  const files = testCorpus.present
    ? readdirSync(testCorpus.path('rejections'))
    : [];
  const names: Record<string, string> = {
    '400': 'InputError',
    '401': 'AuthenticationError',
    '403': 'NotAllowedError',
    '404': 'NotFoundError',
    '409': 'ConflictError',
    '410': 'ExpiredError',
    '415': 'InputError',
    '422': 'InputError',
  };
  it.each(files.filter(f => !f.endsWith('.jsonl')))('%s', file => {
    const code = file.slice(0, 3);
    const error = errorOfAnswer(
      attempt,
      Number(code),
      testCorpus.read('rejections', file),
    );
    expect(error.name).toBe(names[code]);
    expect(error.message).not.toContain('undefined');
  });

  it('pins a refusal to its fields and drops causes that belong to none', () => {
    const error = errorOfAnswer(
      attempt,
      422,
      testCorpus.read('rejections', '422-invalid-fields.json'),
    );
    expect(error).toBeInstanceOf(InvalidManifestError);
    const { problems } = error as InvalidManifestError;
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) expect(problem.field).toMatch(/^spec\./);
  });
});
