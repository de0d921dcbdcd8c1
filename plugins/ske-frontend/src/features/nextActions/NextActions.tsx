import { Fragment, type ReactNode } from 'react';
import { ButtonLink, Text } from '@backstage/ui';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  asText,
  refOf,
  type OfferingView,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { OwnerLink } from '../../components/OwnerLink';
import { useStyles } from '../../components/styles';
import { useDenied } from '../../hooks/useDenied';
import { useKratixHref } from '../../hooks/useKratixHref';
import { useT } from '../../translations/useT';
import { AskForHelp } from './AskForHelp';
import { isOperateAction, OperateAction } from './OperateAction';
import { isResource, promiseToOpen, type NextAction } from './nextActionsOf';
import { VersionMenu } from './VersionMenu';

/**
 * What can be done next, as buttons in their order; what the person may not do is said
 * instead.
 *
 * @param props.change - the button that changes the request, where there is a way to
 * @param props.isLive - else what is shown may be old, and nothing is done on its ground
 */
export function NextActions(props: {
  view: ResourceView | OfferingView;
  actions: NextAction[];
  change?: ReactNode;
  isLive: boolean;
}) {
  const t = useT();
  const classes = useStyles();
  const { entity } = useEntity();
  const { view, actions, change, isLive } = props;
  if (actions.length === 0) return null;
  const owner = isResource(view)
    ? view.promise?.owner
    : asText(entity.spec?.owner);
  return (
    <div
      role="group"
      aria-label={t('next.title')}
      className={classes.narrowColumn}
    >
      {isResource(view) ? (
        <ActionsOfResource
          view={view}
          actions={actions}
          change={change}
          isLive={isLive}
          owner={owner}
        />
      ) : (
        <div className={classes.inline}>
          {actions.includes('openPromise') && <OpenPromise view={view} />}
          {actions.includes('askForHelp') && (
            <AskForHelp view={view} owner={owner} />
          )}
        </div>
      )}
      {actions.includes('askForHelp') && owner && (
        <Text as="p" variant="body-small" data-testid="ske-report-to">
          {t('resource.ask')} <OwnerLink owner={owner} />
        </Text>
      )}
    </div>
  );
}

function ActionsOfResource(props: {
  view: ResourceView;
  actions: NextAction[];
  change: ReactNode;
  isLive: boolean;
  owner: string | undefined;
}) {
  const classes = useStyles();
  const { view, actions, change, isLive, owner } = props;
  const denied = useDenied('operate', {
    kind: 'resource',
    ref: refOf(view.manifest),
  });
  const isOperating = (action: NextAction) =>
    isOperateAction(action) || action === 'chooseVersion';
  const allowedActions = actions.filter(
    action => denied === undefined || !isOperating(action),
  );
  return (
    <>
      <div className={classes.inline}>
        {allowedActions.map((action, index) => {
          const common = {
            view,
            isDisabled: !isLive,
            variant: index === 0 ? 'primary' : 'secondary',
          } as const;
          if (isOperateAction(action)) {
            return <OperateAction key={action} action={action} {...common} />;
          }
          switch (action) {
            case 'chooseVersion':
              return <VersionMenu key={action} {...common} />;
            case 'openPromise':
              return <OpenPromise key={action} view={view} />;
            case 'change':
              return <Fragment key={action}>{change}</Fragment>;
            default:
              return <AskForHelp key={action} view={view} owner={owner} />;
          }
        })}
      </div>
      {denied !== undefined && actions.some(isOperating) && (
        <Text as="p" variant="body-small" color="secondary">
          {denied}
        </Text>
      )}
    </>
  );
}

/** The way to the Promise that it waits for. */
function OpenPromise(props: { view: ResourceView | OfferingView }) {
  const t = useT();
  const promise = promiseToOpen(props.view);
  const href = useKratixHref(promise?.entityRef);
  if (!promise || !href) return null;
  return (
    <ButtonLink size="small" variant="secondary" href={href}>
      {t('next.openPromise', { name: promise.name })}
    </ButtonLink>
  );
}
