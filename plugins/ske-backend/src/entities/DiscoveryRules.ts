import type { OfferedResource, Offering } from '@syntasso/plugin-ske-common';

/** What comes into the catalog (`ske.discovery`). */
export interface DiscoveryRules {
  /** `labelled`: only offerings that are opted in. */
  promises: 'all' | 'labelled';
  /** Whether offerings have Templates beside their Components. */
  templates: boolean;
}

/** Where nothing else is configured. */
export const DEFAULT_RULES: DiscoveryRules = {
  promises: 'all',
  templates: true,
};

/** Whether an offering, and with it its Resources, comes into the catalog. */
export function isOfferingInCatalog(
  { engine, metadata }: Offering,
  { promises }: DiscoveryRules,
): boolean {
  const choice = engine.catalogChoiceOf(metadata);
  return promises === 'labelled' ? choice === 'in' : choice !== 'out';
}

/** Whether a Resource comes into the catalog. */
export function isResourceInCatalog(
  { offering, resource }: OfferedResource,
  rules: DiscoveryRules,
): boolean {
  const { engine } = offering;
  return (
    isOfferingInCatalog(offering, rules) &&
    !engine.isInternal(resource) &&
    engine.catalogChoiceOf(resource.metadata) !== 'out'
  );
}
