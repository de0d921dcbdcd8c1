import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { DiscoveryRules } from '../entities/DiscoveryRules';

const PROMISES = ['all', 'labelled'] as const;

/**
 * Reads `ske.discovery`: whether Promises and Resources become entities, and which, and
 * whether their default owner becomes a Group.
 *
 * @throws InputError naming the key that is wrong, and its values.
 */
export function discoveryFromConfig(
  config: Config,
): DiscoveryRules & { enabled: boolean; ownerGroup: boolean } {
  const promisesKey = 'ske.discovery.promises';
  const configured = config.getOptional(promisesKey) ?? 'all';
  const promises = PROMISES.find(value => value === configured);
  if (!promises) {
    throw new InputError(
      `${promisesKey} is ${JSON.stringify(
        configured,
      )}. Set it to one of ${PROMISES.join(
        ', ',
      )}: labelled takes only Promises with the label kratix.io/backstage: "true".`,
    );
  }
  return {
    enabled: readFlag(config, 'ske.discovery.enabled'),
    promises,
    templates: readFlag(config, 'ske.discovery.templates'),
    ownerGroup: readFlag(config, 'ske.discovery.ownerGroup'),
  };
}

/** Default: true. */
function readFlag(config: Config, key: string): boolean {
  try {
    return config.getOptionalBoolean(key) ?? true;
  } catch {
    throw new InputError(
      `${key} is ${JSON.stringify(
        config.getOptional(key),
      )}. Set it to true or false.`,
    );
  }
}
