import type { ReactNode } from 'react';
import { useEntity } from '@backstage/plugin-catalog-react';
import { kratixTypeOf } from '@syntasso/plugin-ske-common';
import { PromiseContent } from '../features/promisePage/PromiseContent';
import { ManageContent } from '../features/managePage/ManageContent';
import { ResourceContent } from '../features/resourcePage/ResourceContent';
import { WithCreateHref } from './createPage';
import { WithFields } from './Fields';
import type { ResourceType } from './types';

/** The Overview of what the type says, or else the entity. */
export function KratixOverviewTab(props: {
  resourceType?: ResourceType;
  children?: ReactNode;
}) {
  const { entity } = useEntity();
  const type = props.resourceType ?? kratixTypeOf(entity);
  return (
    <WithCreateHref>
      <WithFields elements={props.children}>
        {type === 'promise' ? (
          <PromiseContent>{props.children}</PromiseContent>
        ) : (
          <ResourceContent>{props.children}</ResourceContent>
        )}
      </WithFields>
    </WithCreateHref>
  );
}

/** Update and delete; a Promise has neither. Children: the app's field extensions. */
export function KratixManageTab(props: {
  resourceType?: ResourceType;
  children?: ReactNode;
}) {
  const { entity } = useEntity();
  const type = props.resourceType ?? kratixTypeOf(entity);
  if (type === 'promise') return null;
  return (
    <WithFields elements={props.children}>
      <ManageContent />
    </WithFields>
  );
}
