import type { SkeConfig } from '../config/skeConfig';
import type { DiscoveryRules } from '../entities/DiscoveryRules';

/** Whether Promises and Resources become entities, and which (`ske.discovery`). */
export const discoveryOf = ({
  discovery,
}: SkeConfig): DiscoveryRules & { enabled: boolean } => ({
  enabled: discovery?.enabled ?? true,
  promises: discovery?.promises ?? 'all',
  templates: discovery?.templates ?? true,
});
