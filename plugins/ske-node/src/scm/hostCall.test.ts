import { ServiceUnavailableError } from '@backstage/errors';
import { FetchLimitError } from '../utils/fetchWithLimits';
import { NoAnswerError } from '../utils/httpErrors';
import { hostCallAt } from './hostCall';

const call = hostCallAt('git.example.org', error => ({
  status: undefined,
  message: String(error),
}));

it.each([
  [
    new FetchLimitError('time', 'no answer in 20 s'),
    NoAnswerError,
    'it does not answer (no answer in 20 s). Check that it runs',
  ],
  [
    new FetchLimitError('size', 'more than 16 MiB'),
    ServiceUnavailableError,
    'its answer is more than 16 MiB, so it was not read to its end. Check that the address under integrations',
  ],
  [
    new FetchLimitError('redirect', 'it redirects to login.example.org'),
    ServiceUnavailableError,
    'it redirects to login.example.org, which is not followed. Renew the credential',
  ],
])('names the host and the remedy for "%s"', async (thrown, type, text) => {
  const called = call('read the pull requests of a/b', () =>
    Promise.reject(thrown),
  );
  await expect(called).rejects.toBeInstanceOf(type);
  await expect(called).rejects.toThrow(
    `Could not read the pull requests of a/b at git.example.org: ${text}`,
  );
});
