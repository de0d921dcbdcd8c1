import type { LocationSpec } from '@backstage/plugin-catalog-common';
import type { CatalogProcessor } from '@backstage/plugin-catalog-node';

/** In the path of an address, or in its query as at Azure DevOps. */
const CANARY_FILE =
  /(?:^|[/=]|%2F)kratix-canary-(?:namespace|configmap)\.yaml(?:$|[?&#])/i;

/** Those of Backstage have 20; a lower one comes first. */
const BEFORE_READERS = 10;

/**
 * Takes the locations of canary files and emits nothing for them. Kratix writes these files
 * into a Destination to see whether it may. They have objects of Kubernetes, and providers
 * that emit a location for each file, such as that of S3, find them beside the entities. The
 * catalog would refuse them each time, with a warning.
 */
export class KratixCanaryFileProcessor implements CatalogProcessor {
  getProcessorName(): string {
    return 'KratixCanaryFileProcessor';
  }

  getPriority(): number {
    return BEFORE_READERS;
  }

  async readLocation({ target }: LocationSpec): Promise<boolean> {
    return CANARY_FILE.test(target);
  }
}
