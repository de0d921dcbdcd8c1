import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { wholeGroupRef } from '@syntasso/plugin-ske-common';
import { readRef } from '../utils/readRef';

/** An owner as the catalog shows it, linked to its page; what is no reference as it is. */
export function OwnerLink(props: { owner: string }) {
  const ref = readRef(wholeGroupRef(props.owner));
  if (!ref) return <>{props.owner}</>;
  return <EntityRefLink entityRef={ref} defaultKind="group" hideIcon />;
}
