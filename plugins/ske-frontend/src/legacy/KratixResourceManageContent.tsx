import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  annotations,
  asText,
  identify,
  type ResourceIdentity,
} from '@syntasso/plugin-ske-common';
import {
  ManageContent,
  ManageResource,
} from '../features/managePage/ManageContent';
import { readRef } from '../utils/readRef';
import { WithFields } from './Fields';
import {
  Stage,
  type EntityIdentifier,
  type KratixResourceManageContentProps,
} from './types';

/** See the extension of the same name in `plugin.ts`. */
export function KratixResourceManageContent(
  props: KratixResourceManageContentProps,
) {
  const { entity } = useEntity();
  const { entityIdentifier, entityState, setCurrentStage, children } = props;
  return (
    <WithFields elements={children}>
      {entityIdentifier ? (
        <ManageResource
          identity={identityOf(entityIdentifier, entity)}
          isDeleting={entityState === Stage.DELETING}
          onDelete={() => setCurrentStage(Stage.DELETING)}
        />
      ) : (
        <ManageContent />
      )}
    </WithFields>
  );
}

/** What the entity says, of the Resource that the identifier names. */
function identityOf(
  identifier: EntityIdentifier,
  entity: Entity,
): ResourceIdentity {
  const ofEntity = identify(entity, 'resource');
  const { apiVersion, kind, name, namespace = 'default' } = identifier;
  const template = readRef(identifier.templateName, {
    defaultKind: 'template',
  });
  return {
    ...(ofEntity.kind === 'resource' ? ofEntity : withoutFacts(entity)),
    ref: { apiVersion, kind, name, namespace },
    templateRef: template && stringifyEntityRef(template),
    requestsRepoUrl: identifier.requestsRepoUrl,
  };
}

/** Of an entity that does not name its Resource. */
const withoutFacts = (entity: Entity) =>
  ({
    kind: 'resource',
    promiseName: asText(entity.metadata.annotations?.[annotations.promiseName]),
    summary: undefined,
    phase: undefined,
    pullRequestUrl: undefined,
    fallbackStatus: { kind: 'none' },
  } as const);
