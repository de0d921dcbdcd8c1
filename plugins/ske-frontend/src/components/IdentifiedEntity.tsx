import type { ReactNode } from 'react';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  identify,
  type Identity,
  type KratixType,
} from '@syntasso/plugin-ske-common';
import { EntityProblems } from './EntityProblems';

/**
 * Content of an entity's page that takes the entity for one kind, whatever it says itself: it
 * is only shown where it is meant to be. For one whose annotations are wrong, it says which
 * and what to do.
 */
export function IdentifiedEntity<Kind extends KratixType>(props: {
  kind: Kind;
  children: (identity: Extract<Identity, { kind: Kind }>) => ReactNode;
}) {
  const { entity } = useEntity();
  const identity = identify(entity, props.kind);
  if (identity.kind === 'invalid') {
    return <EntityProblems problems={identity.problems} />;
  }
  return isOfKind(identity, props.kind) ? props.children(identity) : null;
}

const isOfKind = <Kind extends string>(
  identity: Identity,
  kind: Kind,
): identity is Extract<Identity, { kind: Kind }> => identity.kind === kind;
