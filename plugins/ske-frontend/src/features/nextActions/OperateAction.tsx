import { refOf, type ResourceView } from '@syntasso/plugin-ske-common';
import { useT } from '../../translations/useT';
import { OperateButton } from './OperateButton';
import type { NextAction } from './nextActionsOf';

/** Those of the next actions that do something to the workflow at a press. */
const operateActions = ['resume', 'release', 'retry', 'upgrade'] as const;

/** See {@link operateActions}. */
export type OperateActionName = (typeof operateActions)[number];

export const isOperateAction = (
  action: NextAction,
): action is OperateActionName =>
  operateActions.some(operation => operation === action);

/** One of the next actions of a Resource that is done at a press. */
export function OperateAction(props: {
  action: OperateActionName;
  view: ResourceView;
  variant?: 'primary' | 'secondary';
  isDisabled?: boolean;
}) {
  const t = useT();
  const { action, view, variant, isDisabled } = props;
  const { manifest, pipelines, runs, version } = view;
  const ref = refOf(manifest);
  const common = { resource: ref, variant, isDisabled };
  switch (action) {
    case 'resume':
      return (
        <OperateButton
          {...common}
          label={t('resource.resume')}
          done={t('resource.resumed')}
          operate={api => api.resume(ref)}
        />
      );
    case 'retry':
      return (
        <OperateButton
          {...common}
          label={t('resource.retry')}
          done={t('resource.retried')}
          operate={api => api.retry(ref)}
          newestRun={runs[0]}
        />
      );
    case 'release': {
      const suspended = pipelines.find(({ phase }) => phase === 'Suspended');
      return (
        <OperateButton
          {...common}
          // Another time that it waits is another question.
          key={`${suspended?.name} ${suspended?.since}`}
          label={t('resource.release')}
          done={t('resource.released')}
          operate={api => api.release(ref)}
          newestRun={runs.find(run => run.pipeline === suspended?.name)}
        />
      );
    }
    default: {
      const { latest = '' } = version;
      return (
        <OperateButton
          {...common}
          // Another version is another question.
          key={latest}
          label={t('version.upgrade')}
          done={t('version.asked')}
          operate={api => api.upgrade(ref, latest)}
        />
      );
    }
  }
}
