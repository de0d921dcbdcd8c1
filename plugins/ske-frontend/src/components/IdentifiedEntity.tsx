import type { ReactNode } from 'react';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  identify,
  type Identity,
  type KratixType,
} from '@syntasso/plugin-ske-common';
import { EntityProblems } from './EntityProblems';
import { useStyles } from './styles';

/**
 * Content of an entity's page that takes the entity for one kind, whatever it says itself: it
 * is only shown where it is meant to be. For one whose annotations are wrong, it says which
 * and what to do.
 */
export function IdentifiedEntity<Kind extends KratixType>(props: {
  kind: Kind;
  /** Stays below the problems of an entity whose annotations are wrong. */
  below?: ReactNode;
  children: (identity: Extract<Identity, { kind: Kind }>) => ReactNode;
}) {
  const classes = useStyles();
  const { entity } = useEntity();
  const identity = identify(entity, props.kind);
  if (identity.kind === 'invalid') {
    return (
      <div className={classes.column}>
        <EntityProblems problems={identity.problems} />
        {props.below}
      </div>
    );
  }
  return isOfKind(identity, props.kind) ? props.children(identity) : null;
}

const isOfKind = <Kind extends string>(
  identity: Identity,
  kind: Kind,
): identity is Extract<Identity, { kind: Kind }> => identity.kind === kind;
