import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  parseRepoUrl,
  type TemplateDelivery,
} from '@syntasso/plugin-ske-common';

/**
 * Reads `ske.delivery`: what submitting a generated Template does.
 *
 * @throws InputError naming the key that is wrong, and the remedy.
 */
export function deliveryFromConfig(config: Config): TemplateDelivery {
  const type = config.getOptionalString('ske.delivery.type') ?? 'push';
  if (type !== 'push' && type !== 'pull-request') {
    throw new InputError(
      `ske.delivery.type is "${type}". Set it to push or pull-request.`,
    );
  }
  const requestsRepoUrl = config.getOptionalString(
    'ske.delivery.requestsRepoUrl',
  );
  if (requestsRepoUrl && !parseRepoUrl(requestsRepoUrl)) {
    throw new InputError(
      `ske.delivery.requestsRepoUrl is "${requestsRepoUrl}". Write it as host?owner=organisation&repo=name.`,
    );
  }
  return {
    type,
    requestsRepoUrl,
    targetBranch:
      config.getOptionalString('ske.delivery.targetBranch') ?? 'main',
  };
}
