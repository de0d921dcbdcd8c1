import { useApiHolder } from '@backstage/core-plugin-api';
import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import {
  CLUSTER_TOKEN_SECRET,
  refOf,
  type ResourceIdentity,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../../api/useSkeApi';
import { repositoryName } from '../../utils/repositoryName';
import { maskedBy } from '../../form/secretValues';
import { sectionsOf } from '../requestDialog/template/sections';
import { partsOf } from '../requestDialog/template/dialogTarget';
import { useT } from '../../translations/useT';

/** How a Resource is deleted: what that does in words, and doing it. */
export interface Deletion {
  /** What happens besides the obvious. */
  text: string | undefined;
  run: () => Promise<void>;
}

/**
 * A Resource that is managed by review is deleted by its Template, which opens a
 * pull request; any other one by the backend.
 */
export function useDeletion(
  identity: ResourceIdentity,
  view: ResourceView,
): Deletion {
  const t = useT();
  const api = useSkeApi();
  const scaffolder = useApiHolder().get(scaffolderApiRef);
  const { manifest } = view;
  const { templateRef, requestsRepoUrl } = identity;
  const { name, namespace = 'default' } = manifest.metadata;
  const textValues = { kind: manifest.kind, namespace, name };
  if (!templateRef || !requestsRepoUrl || !scaffolder) {
    return {
      text:
        view.writes === 'repository'
          ? t('del.byCommit', textValues)
          : undefined,
      run: () => api.delete(refOf(manifest)),
    };
  }
  return {
    text: t('del.byPullRequest', {
      ...textValues,
      repository: repositoryName(requestsRepoUrl),
    }),
    async run() {
      const clusterToken = await api.clusterToken();
      const template = await scaffolder.getTemplateParameterSchema(templateRef);
      const { schema, parts } = sectionsOf(
        template.steps.map(step => step.schema),
      );
      const { taskId } = await scaffolder.scaffold({
        templateRef,
        values: {
          objname: name,
          objnamespace: namespace,
          // The form wants it; secrets are not needed to delete something.
          spec: {},
          ...maskedBy(schema, partsOf(manifest, parts)),
          repoUrl: requestsRepoUrl,
          prAction: 'Delete',
          // For Templates of the commercial integration; ours do not read it.
          catalogPhase: 'pending-deletion',
        },
        secrets: clusterToken ? { [CLUSTER_TOKEN_SECRET]: clusterToken } : {},
      });
      await waitForTask(scaffolder, taskId);
    },
  };
}

/** Waits for a task. @throws Error with its message when it fails. */
async function waitForTask(
  scaffolder: typeof scaffolderApiRef.T,
  taskId: string,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const stream = scaffolder.streamLogs({ taskId }).subscribe({
      next(event) {
        if (event.type !== 'completion') return;
        stream.unsubscribe();
        const { error } = event.body as { error?: { message?: string } };
        if (error) reject(new Error(error.message));
        else resolve();
      },
      error: reject,
    });
  });
}
