import {
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { streamEventSchema } from '@syntasso/plugin-ske-common';
import type { ViewSource } from '../live/LiveSource';
import type { Platform } from '../platform/Platform';
import { readFirstUpdates } from './stream';

const FIRST_VIEW_TIMEOUT_MS = 10_000;

/** What a platform answers in time, or that it did not. */
export async function withTimeout<T>(
  platform: Pick<Platform, 'name'>,
  answer: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const signal = AbortSignal.timeout(FIRST_VIEW_TIMEOUT_MS);
  return answer(signal).catch(error => {
    if (!signal.aborted) throw error;
    throw new ServiceUnavailableError(
      `Platform ${platform.name} did not answer in time. Try again.`,
    );
  });
}

/** What a source shows now and how fresh that is, or the error that it is. */
export async function readView(
  platform: Pick<Platform, 'name'>,
  source: ViewSource,
) {
  const updates = await withTimeout(platform, signal =>
    readFirstUpdates(source, signal),
  );
  const [event, last] = [updates[0], updates[updates.length - 1]].map(
    ({ data }) => streamEventSchema.parse(JSON.parse(data)),
  );
  const freshness = last.kind === 'freshness' ? last.freshness : undefined;
  switch (event.kind) {
    case 'promise':
    case 'resource':
    case 'platform':
      return { ...event.view, freshness };
    case 'resources':
      return { ...event.page, freshness };
    case 'freshness':
      throw new ServiceUnavailableError(
        event.freshness.state === 'stale'
          ? event.freshness.reason
          : 'Try again.',
      );
    default:
      if (event.kind === 'refused') throw new NotAllowedError(event.message);
      throw new NotFoundError(event.message);
  }
}
