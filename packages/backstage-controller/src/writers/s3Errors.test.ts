import { InputError } from '@backstage/errors';
import { s3Error } from './s3Errors';

const place = { bucketName: 'catalog', endpoint: 's3.example.org' };

/** An error as the S3 client throws it. */
const answered = (name: string, httpStatusCode: number) =>
  Object.assign(new Error('words of the server'), {
    name,
    $metadata: { httpStatusCode },
  });
const failed = (code: string) =>
  Object.assign(new Error('socket'), { code, $metadata: { attempts: 3 } });

it.each([
  [answered('NoSuchBucket', 404), 'NotFoundError', 'output.bucketName'],
  [answered('AccessDenied', 403), 'NotAllowedError', 'output.secretRef'],
  [answered('SignatureDoesNotMatch', 403), 'NotAllowedError', 'words of the'],
  [answered('SlowDown', 503), 'ServiceUnavailableError', 'answered 503'],
  [answered('PermanentRedirect', 301), 'InputError', 'output.region'],
  [failed('ECONNREFUSED'), 'ServiceUnavailableError', 'output.endpoint'],
  [
    failed('SELF_SIGNED_CERT_IN_CHAIN'),
    'ServiceUnavailableError',
    'output.caFile',
  ],
  [
    Object.assign(new Error('no roles'), { name: 'CredentialsProviderError' }),
    'NotAllowedError',
    'output.secretRef',
  ],
])('says what is wrong and what to do: %s', (error, name, words) => {
  const told = s3Error('write a/catalog-info.yaml', place, error);
  expect(told).toMatchObject({
    name,
    message: expect.stringContaining(words),
  });
  expect(told.message).toContain(
    'Could not write a/catalog-info.yaml in bucket catalog at s3.example.org',
  );
});

it('leaves what others say of the credentials', () => {
  const error = new InputError('Secret a/b has no secretAccessKey.');
  expect(s3Error('write a', place, error)).toBe(error);
});
