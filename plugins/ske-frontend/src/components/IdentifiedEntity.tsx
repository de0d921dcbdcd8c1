import type { ReactNode } from 'react';
import { useEntity } from '@backstage/plugin-catalog-react';
import { identify, type Identity } from '@syntasso/plugin-ske-common';
import { EntityProblems } from './EntityProblems';

/**
 * Content of an entity's page that is there for entities of one kind; for one whose
 * annotations are wrong, it says which and what to do.
 */
export function IdentifiedEntity<Kind extends 'promise' | 'resource'>(props: {
  kind: Kind;
  children: (identity: Extract<Identity, { kind: Kind }>) => ReactNode;
}) {
  const { entity } = useEntity();
  const identity = identify(entity);
  if (identity.kind === 'invalid') {
    return <EntityProblems problems={identity.problems} />;
  }
  return isOfKind(identity, props.kind) ? props.children(identity) : null;
}

const isOfKind = <Kind extends string>(
  identity: Identity,
  kind: Kind,
): identity is Extract<Identity, { kind: Kind }> => identity.kind === kind;
