import type { UnreadableApi } from '@syntasso/plugin-ske-common';

/** What direct discovery has to tell the platform team. */
export class DiscoveryReports {
  /** The APIs of which nothing new comes into the catalog. */
  unreadableApis: UnreadableApi[] = [];
}
