import type { ResourceType } from '@syntasso/plugin-ske-node';
import type { Cluster } from '../../runtime/Cluster';

/** What the controller for the Resources of one Promise works on. */
export interface ResourceContext {
  cluster: Cluster;
  type: ResourceType;
  promiseName: string;
}
