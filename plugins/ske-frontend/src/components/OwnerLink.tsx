import { Link } from '@backstage/ui';
import type { CompoundEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  entityRouteRef,
  useEntityPresentation,
} from '@backstage/plugin-catalog-react';
import { wholeGroupRef } from '@syntasso/plugin-ske-common';
import { readRef } from '../utils/readRef';

/** An owner as the catalog shows it, linked to its page; what is no reference as it is. */
export function OwnerLink(props: { owner: string }) {
  const ref = readRef(wholeGroupRef(props.owner));
  return ref ? <KnownOwner owner={ref} /> : <>{props.owner}</>;
}

function KnownOwner(props: { owner: CompoundEntityRef }) {
  const { owner } = props;
  const { primaryTitle } = useEntityPresentation(owner, {
    defaultKind: 'group',
    defaultNamespace: 'default',
  });
  const href = useRouteRef(entityRouteRef)?.(owner);
  return href ? <Link href={href}>{primaryTitle}</Link> : <>{primaryTitle}</>;
}
