import type { SkeConfig } from '../config/skeConfig';
import type { DiscoveryRules } from '../entities/DiscoveryRules';

/**
 * Whether Promises and Resources become entities, and which, whether their default owner
 * becomes a Group, and which labels entities have beside the usual ones (`ske.discovery`).
 */
export const discoveryOf = ({
  discovery,
}: SkeConfig): DiscoveryRules & {
  enabled: boolean;
  ownerGroup: boolean;
  labels: string[];
} => ({
  enabled: discovery?.enabled ?? true,
  promises: discovery?.promises ?? 'all',
  templates: discovery?.templates ?? true,
  ownerGroup: discovery?.ownerGroup ?? true,
  labels: discovery?.labels ?? [],
});
