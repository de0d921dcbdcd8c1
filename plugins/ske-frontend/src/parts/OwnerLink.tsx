import { Link } from '@backstage/ui';
import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  entityRouteRef,
  useEntityPresentation,
} from '@backstage/plugin-catalog-react';

const DEFAULTS = { defaultKind: 'group', defaultNamespace: 'default' };

/** An owner as the catalog shows it, linked to its page. */
export function OwnerLink(props: { owner: string }) {
  const ref = parseEntityRef(props.owner, DEFAULTS);
  const { primaryTitle } = useEntityPresentation(ref, DEFAULTS);
  const href = useRouteRef(entityRouteRef)?.(ref);
  return href ? <Link href={href}>{primaryTitle}</Link> : <>{primaryTitle}</>;
}
