import { isError } from '@backstage/errors';
import type { Platform } from './Platform';
import type { PlatformProvider } from './PlatformProvider';

/**
 * The platform with Backstage's own credential, for work that no person has started;
 * undefined where each person needs their own token.
 */
export function getBackstagePlatform(
  platformProvider: PlatformProvider,
): Platform | undefined {
  try {
    return platformProvider.forCaller({ kind: 'service' });
  } catch (error) {
    if (isError(error) && error.name === 'AuthenticationError') {
      return undefined;
    }
    throw error;
  }
}
