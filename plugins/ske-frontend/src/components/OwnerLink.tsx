import { parseEntityRef } from '@backstage/catalog-model';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { wholeGroupRef } from '@syntasso/plugin-ske-common';
import { readRef } from '../utils/readRef';

/** An owner as the catalog shows it, linked to its page; what is no reference as it is. */
export function OwnerLink(props: { owner: string }) {
  const ref = readRef(wholeGroupRef(props.owner));
  if (!ref) return <>{props.owner}</>;
  const { kind, namespace } = parseEntityRef(ref, { defaultKind: 'group' });
  return (
    // Somebody whom the catalog does not know is shown by name alone: the whole reference is
    // too long for a table, and says no more to most people.
    <EntityRefLink
      entityRef={ref}
      defaultKind={kind}
      defaultNamespace={namespace}
      hideIcon
    />
  );
}
