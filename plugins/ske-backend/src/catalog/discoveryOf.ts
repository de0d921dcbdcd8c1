import type { SkeConfig } from '../config/skeConfig';
import type { DiscoveryRules } from '../entities/DiscoveryRules';

/**
 * Whether Promises and Resources become entities, and which, and whether their default
 * owner becomes a Group (`ske.discovery`).
 */
export const discoveryOf = ({
  discovery,
}: SkeConfig): DiscoveryRules & { enabled: boolean; ownerGroup: boolean } => ({
  enabled: discovery?.enabled ?? true,
  promises: discovery?.promises ?? 'all',
  templates: discovery?.templates ?? true,
  ownerGroup: discovery?.ownerGroup ?? true,
});
