import type { Manifest } from '../kubernetes/manifest';
import { bindingLabelsOf } from './bindingLabels';
import type { PortalCustomization } from './portalCustomization';

/** The PortalCustomization that a Promise names, or why none counts. @public */
export type NamedCustomization =
  | { kind: 'none' }
  | { kind: 'found'; customization: PortalCustomization }
  | {
      kind: 'failed';
      reason:
        | 'AmbiguousCustomization'
        | 'CustomizationNotFound'
        | 'PortalConnectionNotFound';
      problem: string;
      remedy: string;
    };

type Metadata = Pick<Manifest['metadata'], 'labels'>;

/**
 * The names of the PortalCustomizations that the labels of a Promise have. More than one
 * is a mistake: see {@link findNamedCustomization}.
 *
 * @public
 */
export const portalCustomizationNamesOf = (metadata: Metadata): string[] => [
  ...new Set(
    bindingLabelsOf(metadata).flatMap(({ isCustomization, value }) =>
      isCustomization ? [value] : [],
    ),
  ),
];

/**
 * The PortalCustomization that a Promise names, where it names one that is for Backstage.
 *
 * @public
 */
export function findNamedCustomization(
  metadata: Metadata,
  customizationOf: (name: string) => PortalCustomization | undefined,
): NamedCustomization {
  const labels = bindingLabelsOf(metadata).filter(
    ({ isCustomization }) => isCustomization,
  );
  if (labels.length === 0) return { kind: 'none' };
  if (labels.length > 1) {
    return {
      kind: 'failed',
      reason: 'AmbiguousCustomization',
      problem: `The Promise names ${
        labels.length
      } PortalCustomizations, by the labels ${labels
        .map(({ key }) => key)
        .join(', ')}.`,
      remedy: 'Keep one of them.',
    };
  }
  const [{ key, value: name }] = labels;
  const customization = customizationOf(name);
  if (!customization) {
    return {
      kind: 'failed',
      reason: 'CustomizationNotFound',
      problem: `There is no PortalCustomization "${name}", which label ${key} names.`,
      remedy: 'Create it, or correct the label.',
    };
  }
  const { portalType } = customization;
  if (portalType === undefined) {
    return {
      kind: 'failed',
      reason: 'CustomizationNotFound',
      problem: `PortalCustomization "${name}" is not accepted: it has no spec.portalType.`,
      remedy: 'Write backstage.',
    };
  }
  if (portalType !== 'backstage') {
    return {
      kind: 'failed',
      reason: 'PortalConnectionNotFound',
      problem: `PortalCustomization "${name}" is for portals of type "${portalType}".`,
      remedy:
        'Only backstage is served: name a PortalCustomization for it, or none.',
    };
  }
  return { kind: 'found', customization };
}
