import type { Manifest } from '@syntasso/plugin-ske-common';
import type { ResourceType } from '@syntasso/plugin-ske-node';

/** The name in which fields are written (server-side apply). */
export const FIELD_MANAGER = 'backstage-controller';

/** On everything that the controller has made. */
export const MANAGED_BY = 'app.kubernetes.io/managed-by';

/** Finds everything that the controller has made. */
export const OWN_SELECTOR = `${MANAGED_BY}=${FIELD_MANAGER}`;

/** On a Work: which output it is, as JSON. Names can be too long for labels. */
export const OUTPUT_ANNOTATION = 'backstage.syntasso.io/output';

/** On a Work: the names of its entities in the catalog, as JSON. */
export const NAMES_ANNOTATION = 'backstage.syntasso.io/names';

/** On what runs containers of a customization: a Job, its pods, and its record. */
export const RUN_LABEL = 'backstage.syntasso.io/configure-run';

/** Finds what runs containers of customizations. */
export const RUN_SELECTOR = `${OWN_SELECTOR},${RUN_LABEL}=true`;

/** On the Destination of a portal, with the portal's name behind it. */
export const PORTAL_LABEL_PREFIX = 'portal.backstage.syntasso.io/';

export const KRATIX_API = 'platform.kratix.io/v1alpha1';
export const SYNTASSO_API = 'platform.syntasso.io/v1alpha1';

/** Kinds that the controller reads besides Kratix' own. */
export const controllerTypes = {
  integrations: syntasso('skeintegrations'),
  portalCustomizations: syntasso('portalcustomizations'),
  entityCustomizations: {
    group: 'platform.kratix.io',
    version: 'v1alpha1',
    plural: 'backstageentitycustomizations',
  },
  configMaps: { group: '', version: 'v1', plural: 'configmaps' },
  leases: { group: 'coordination.k8s.io', version: 'v1', plural: 'leases' },
} as const satisfies Record<string, ResourceType>;

function syntasso(plural: string): ResourceType {
  return { group: 'platform.syntasso.io', version: 'v1alpha1', plural };
}

/** An object's own key. */
export const objectKeyOf = ({ metadata: { namespace, name } }: Manifest) => ({
  ...(namespace === undefined ? {} : { namespace }),
  name,
});
