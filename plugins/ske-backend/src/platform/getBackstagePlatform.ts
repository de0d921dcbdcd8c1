import { isError } from '@backstage/errors';
import type { Platform } from './Platform';
import type { Platforms } from './Platforms';

/**
 * The platform with Backstage's own credential, for work that no person has started;
 * undefined where each person needs their own token.
 */
export function getBackstagePlatform(
  platforms: Platforms,
): Platform | undefined {
  try {
    return platforms.for({ kind: 'service' });
  } catch (error) {
    if (isError(error) && error.name === 'AuthenticationError') {
      return undefined;
    }
    throw error;
  }
}
