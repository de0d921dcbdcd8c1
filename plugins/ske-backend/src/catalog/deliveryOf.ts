import type { TemplateDelivery } from '@syntasso/plugin-ske-common';
import type { SkeConfig } from '../config/skeConfig';

/** What submitting a generated Template does (`ske.delivery`). */
export const deliveryOf = ({ delivery }: SkeConfig): TemplateDelivery => ({
  type: delivery?.type ?? 'push',
  requestsRepoUrl: delivery?.requestsRepoUrl,
  targetBranch: delivery?.targetBranch ?? 'main',
});
