import { describeRecorded, ownCorpus, type Corpus } from '@internal/testbed';
import {
  errorOfAnswer,
  errorOfConnection,
  InvalidInputError,
  isConnectionProblem,
  ObjectNotFoundError,
} from './kubernetesErrors';

const attempt = {
  doing: 'read Redis default/cache',
  where: 'https://platform',
};

describe('errorOfAnswer', () => {
  it.each([
    [401, 'AuthenticationError', 'Renew those'],
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

  it.each([
    ['an object of a known kind', '{"details":{"name":"cache"}}', true],
    ['a kind that is not known', '404 page not found', false],
    ['a proxy', '<html>no such host', false],
  ])('knows whether it is an object that is missing: %s', (_, body, isIt) => {
    const error = errorOfAnswer(attempt, 404, body);
    expect(error instanceof ObjectNotFoundError).toBe(isIt);
    expect(error.name).toBe('NotFoundError');
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

describe('a certificate that is not accepted', () => {
  it.each([
    ['SELF_SIGNED_CERT_IN_CHAIN', 'caData or caFile in app-config'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate-authority in a kubeconfig'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'caData or caFile in app-config'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'skipTLSVerify'],
    ['CERT_UNTRUSTED', 'caData or caFile in app-config'],
    ['CERT_HAS_EXPIRED', 'Renew it'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'It is for another host'],
  ])('%s', (code, remedy) => {
    const { message } = errorOfConnection(attempt, { code });
    expect(message).toContain(
      `the certificate of the platform at https://platform is not accepted (${code})`,
    );
    expect(message).toContain(remedy);
    expect(message).not.toContain('does not answer');
  });
});

it.each([
  ['a token that is not accepted', errorOfAnswer(attempt, 401, 'no'), true],
  ['no answer', errorOfConnection(attempt, { code: 'ENOTFOUND' }), true],
  ['a server that is away', errorOfAnswer(attempt, 503, 'no'), true],
  ['a missing right', errorOfAnswer(attempt, 403, 'no'), false],
  ['a failure of the server', errorOfAnswer(attempt, 500, 'no'), false],
  ['an overloaded server', errorOfAnswer(attempt, 429, 'no'), false],
])('%s is a problem of the connection or not', (_, error, expected) => {
  expect(isConnectionProblem(error)).toBe(expected);
});

/** Answers by the code that their file's name begins with. */
const NAMES: Record<string, string> = {
  '400': 'InputError',
  '401': 'AuthenticationError',
  '403': 'NotAllowedError',
  '404': 'NotFoundError',
  '409': 'ConflictError',
  '410': 'ExpiredError',
  '415': 'InputError',
  '422': 'InputError',
};

const errorOf = (corpus: Corpus, file: string) =>
  errorOfAnswer(
    attempt,
    Number(file.slice(0, 3)),
    corpus.read('rejections', file),
  );

describe('errors of our own corpus', () => {
  it.each([
    ['401-token.json', 'AuthenticationError', 'Renew those'],
    ['403-rights.json', 'NotAllowedError', 'somebody may not patch it'],
    ['404-kind.txt', 'NotFoundError', 'does not know this kind'],
    ['404-object.json', 'NotFoundError', 'it does not exist'],
    ['409-version.json', 'ConflictError', 'changed by somebody else'],
    ['422-fields.json', 'InputError', 'Lamp "desk" is invalid'],
  ])('%s becomes %s', (file, name, told) => {
    const error = errorOf(ownCorpus, file);
    expect(error.name).toBe(name);
    expect(error.message).toContain(told);
  });

  it('pin a refusal to its field and drop the cause that belongs to none', () => {
    expect(errorOf(ownCorpus, '422-fields.json')).toMatchObject({
      problems: [{ field: 'spec.colour', message: 'Invalid value: "blue"' }],
    });
  });
});

describeRecorded('errors of a real API server', ['rejections'], recorded => {
  // The lines of a watch are no answer.
  const files = recorded
    .list('rejections')
    .filter(file => !file.endsWith('.jsonl'));
  it.each(files)('%s', file => {
    const error = errorOf(recorded, file);
    expect(error.name).toBe(NAMES[file.slice(0, 3)]);
    expect(error.message).not.toContain('undefined');
  });

  it('pin a refusal to its fields and drop causes that belong to none', () => {
    const error = errorOf(recorded, '422-invalid-fields.json');
    expect(error).toBeInstanceOf(InvalidInputError);
    const { problems } = error as InvalidInputError;
    expect(problems.map(({ field }) => field)).toEqual([
      'spec.size',
      'spec.region',
    ]);
  });
});
