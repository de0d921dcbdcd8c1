import type { ReactNode } from 'react';
import { useEntity } from '@backstage/plugin-catalog-react';
import { identify } from '@syntasso/plugin-ske-common';
import { PromiseContent } from '../features/promisePage/PromiseContent';
import { ManageContent } from '../features/managePage/ManageContent';
import { ResourceContent } from '../features/resourcePage/ResourceContent';
import { WithFields } from './Fields';
import type { ResourceType } from './types';

/** The Overview; without a type given, by what the entity says. */
export function KratixOverviewTab(props: {
  resourceType?: ResourceType;
  children?: ReactNode;
}) {
  const { entity } = useEntity();
  const identity = identify(entity);
  const meantKind =
    identity.kind === 'invalid' ? identity.meant : identity.kind;
  return (
    <WithFields elements={props.children}>
      {(props.resourceType ?? meantKind) === 'promise' ? (
        <PromiseContent>{props.children}</PromiseContent>
      ) : (
        <ResourceContent>{props.children}</ResourceContent>
      )}
    </WithFields>
  );
}

/** Update and delete; a Promise has neither. Children: the app's field extensions. */
export function KratixManageTab(props: {
  resourceType?: ResourceType;
  children?: ReactNode;
}) {
  if (props.resourceType === 'promise') return null;
  return (
    <WithFields elements={props.children}>
      <ManageContent />
    </WithFields>
  );
}
