import {
  NoAnswerError,
  RateLimitError,
  ServerError,
} from '../utils/httpErrors';
import { scmError } from './scmErrors';

const attempt = { doing: 'open a pull request in org/repo', where: 'host' };
const errorOf = (
  status: number | undefined,
  message = 'no',
  headers: Record<string, unknown> = {},
) => scmError(attempt, { status, message, headers });

it.each([
  [undefined, NoAnswerError, 'it does not answer (no)'],
  [429, RateLimitError, 'asks to slow down, until'],
  [502, ServerError, 'it answered 502 (no)'],
])('%s is an error that says what to do', (status, type, text) => {
  const error = errorOf(status);
  expect(error).toBeInstanceOf(type);
  expect(error.message).toContain(
    'Could not open a pull request in org/repo at host',
  );
  expect(error.message).toContain(text);
});

it.each([
  [400, 'InputError'],
  [401, 'NotAllowedError'],
  [403, 'NotAllowedError'],
  [404, 'NotFoundError'],
  [409, 'ConflictError'],
  [422, 'InputError'],
])('%i becomes %s, whatever the words are', (status, name) => {
  expect(errorOf(status, 'it already exists').name).toBe(name);
});

it('waits as long as the host asks for: in seconds, by a date, by its own header', () => {
  const soon = Math.floor(Date.now() / 1_000) + 90;
  const limits: Record<string, unknown>[] = [
    { 'retry-after': '90' },
    { 'retry-after': new Date(soon * 1_000).toUTCString() },
    { 'x-ratelimit-reset': String(soon) },
  ];
  for (const headers of limits) {
    const error = errorOf(429, 'no', headers) as RateLimitError;
    const seconds = (error.until.getTime() - Date.now()) / 1_000;
    expect(seconds).toBeGreaterThan(85);
    expect(seconds).toBeLessThan(95);
  }
});

it('does not quote a page of HTML', () => {
  expect(errorOf(502, '<html>Bad gateway').message).not.toContain('<html>');
});
