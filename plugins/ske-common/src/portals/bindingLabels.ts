import { labels } from '../annotations/keys';
import type { Manifest } from '../kubernetes/manifest';

/** A label of a Promise that binds it to a portal. */
export interface BindingLabel {
  key: string;
  value: string;
  /** The portal that it names; undefined: the only one that there is. */
  portal: string | undefined;
  /** Whether it also names a PortalCustomization: its value. */
  isCustomization: boolean;
}

type Metadata = Pick<Manifest['metadata'], 'labels'>;

/** The labels that bind a Promise to portals, sorted by key. */
export const bindingLabelsOf = ({ labels: given = {} }: Metadata) =>
  Object.entries(given)
    .flatMap(([key, value]): BindingLabel[] => {
      const portal = portalOf(key, labels.portal);
      if (portal) return [{ key, value, ...portal, isCustomization: false }];
      const customized = portalOf(key, labels.portalCustomization);
      return customized
        ? [{ key, value, ...customized, isCustomization: true }]
        : [];
    })
    .sort((a, b) => Number(a.key > b.key) - Number(a.key < b.key));

function portalOf(
  key: string,
  label: string,
): { portal: string | undefined } | undefined {
  if (key === label) return { portal: undefined };
  return key.startsWith(`${label}.`) && key.length > label.length + 1
    ? { portal: key.slice(label.length + 1) }
    : undefined;
}

/** Whether a Promise is opted in to the Backstage Controller. @public */
export const isBoundByBackstageLabel = ({ labels: given }: Metadata): boolean =>
  given?.[labels.backstage] === 'true';

/** Whether a Resource is opted out of the Backstage Controller. @public */
export const isOptedOutOfBackstage = ({ labels: given }: Metadata): boolean =>
  given?.[labels.backstage] === 'false';

/**
 * Whether a Promise has a label that binds it to a portal, whatever its value is. Whether
 * there is such a portal is for {@link resolveBinding}.
 *
 * @public
 */
export const isBoundToPortal = (metadata: Metadata): boolean =>
  bindingLabelsOf(metadata).length > 0;

/**
 * The portal that the labels of a Promise name; undefined where they name none, or more
 * than one.
 *
 * @public
 */
export function namedPortalOf(metadata: Metadata): string | undefined {
  const named = new Set(
    bindingLabelsOf(metadata).flatMap(({ portal }) => portal ?? []),
  );
  return named.size === 1 ? [...named][0] : undefined;
}

/**
 * Whether a Resource is opted out of the portal that its Promise is bound to: it has a
 * label that binds the Promise, or the label for that portal, with the value `false`.
 *
 * @public
 */
export function isOptedOutOfPortal(
  { labels: given = {} }: Metadata,
  promiseMetadata: Metadata,
): boolean {
  const bound = bindingLabelsOf(promiseMetadata);
  const keys = bound.flatMap(({ key, portal }) => [
    key,
    labels.portal,
    ...(portal === undefined ? [] : [`${labels.portal}.${portal}`]),
  ]);
  return keys.some(key => Object.hasOwn(given, key) && given[key] === 'false');
}
