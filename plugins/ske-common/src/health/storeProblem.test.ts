import {
  shortenStoreMessage,
  storeProblemOf,
  storeProblemTexts,
  type StoreProblemCode,
} from './storeProblem';

const s3 = (status: number, error: string) =>
  `operation error S3: PutObject, https response error StatusCode: ${status}, RequestID: 1A, HostID: b, api error ${error}`;

it.each<[StoreProblemCode, string]>([
  ['accessDenied', s3(403, 'AccessDenied: Access Denied')],
  ['accessDenied', 'AccessDenied: the bucket "archive" is read-only'],
  ['accessDenied', 'remote: Permission to org/repo.git denied to bot.'],
  ['credentials', s3(403, 'SignatureDoesNotMatch: The request signature')],
  ['credentials', s3(403, 'InvalidAccessKeyId: The key does not exist')],
  ['credentials', 'authentication required: Repository not found.'],
  ['credentials', 'ssh: handshake failed: ssh: unable to authenticate'],
  ['notFound', s3(404, 'NoSuchBucket: The specified bucket does not exist')],
  ['notFound', 'the specified bucket platform does not exist'],
  ['notFound', 'repository not found'],
  [
    'certificate',
    'Get "https://s3.example.org/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
  ],
  ['unknownHost', 'dial tcp: lookup s3.example.org: no such host'],
  [
    'noConnection',
    'Get "http://store.example.org/kratix/?list-type=2": dial tcp store.example.org: connect: connection refused',
  ],
  ['timeout', 'Put "https://s3.example.org/a": context deadline exceeded'],
  ['full', s3(507, 'XMinioStorageFull: Storage backend has reached its limit')],
  ['refused', 'command error on refs/heads/main: pre-receive hook declined'],
  ['busy', s3(503, 'SlowDown: Please reduce your request rate.')],
  ['broken', s3(500, 'InternalError: We encountered an internal error.')],
])('%s: %s', (code, message) => {
  expect(storeProblemOf(message)).toBe(code);
  expect(shortenStoreMessage(message)).toBe(storeProblemTexts[code]);
});

it.each(Object.entries(storeProblemTexts))(
  'finds %s in its own words again, which pages translate',
  (code, text) => {
    expect(storeProblemOf(text)).toBe(code);
  },
);

it.each([
  ['BucketStateStore/edge: not found', 'BucketStateStore/edge: not found'],
  [s3(418, 'Teapot: short and stout'), 'Teapot: short and stout'],
  ['Head "https://a.example.org/b": odd', 'odd'],
  ['x'.repeat(5_000_000), `${'x'.repeat(199)}…`],
])('leaves what it does not know in its own words', (message, text) => {
  expect(storeProblemOf(message)).toBeUndefined();
  expect(shortenStoreMessage(message)).toBe(text);
});
