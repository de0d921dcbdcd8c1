import { useState } from 'react';
import { Alert, Button, Text } from '@backstage/ui';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  annotations,
  identify,
  type ResourceIdentity,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { Announcer } from '../health/Announcer';
import { HealthBadge } from '../health/HealthBadge';
import { useLiveResource, viewOf } from '../live/useLive';
import { Card } from '../parts/Card';
import { EntityProblems } from '../parts/EntityProblems';
import { LiveBanner } from '../parts/LiveBanner';
import { Loading } from '../parts/Loading';
import { useStyles } from '../parts/styles';
import { RequestDialog } from '../request/RequestDialog';
import { useT } from '../translations/useT';
import { DeleteDialog } from './DeleteDialog';
import { DeletionProgress } from './DeletionProgress';
import { shownHealth } from './shownHealth';

/** Change a Resource, or delete it. */
export function ManageContent() {
  const { entity } = useEntity();
  const identity = identify(entity);
  if (identity.kind === 'invalid') {
    return <EntityProblems problems={identity.problems} />;
  }
  if (identity.kind !== 'resource') return null;
  return <LiveManage identity={identity} />;
}

function LiveManage(props: { identity: ResourceIdentity }) {
  const classes = useStyles();
  const { identity } = props;
  const { state, retryNow } = useLiveResource(identity.ref);
  const view = viewOf(state);
  const health = shownHealth(state);
  return (
    <div className={classes.column}>
      <Announcer name={identity.ref.name} health={health} />
      <LiveBanner state={state} retryNow={retryNow} />
      {state.kind === 'connecting' && (
        <Loading what={identity.ref.name} heights={[140, 140]} />
      )}
      {view && state.kind !== 'gone' && (
        <>
          <div className={classes.inline}>
            <Text variant="title-x-small" as="h3">
              {identity.ref.name}
            </Text>
            {health && <HealthBadge health={health} />}
          </div>
          <UpdateCard
            identity={identity}
            view={view}
            live={state.kind === 'live'}
          />
          <DeleteCard
            identity={identity}
            view={view}
            live={state.kind === 'live'}
          />
        </>
      )}
    </div>
  );
}

function UpdateCard(props: {
  identity: ResourceIdentity;
  view: ResourceView;
  live: boolean;
}) {
  const t = useT();
  const classes = useStyles();
  const [open, setOpen] = useState(false);
  const { identity, view, live } = props;
  const templateRef = identity.templateRef;
  const deleting = view.manifest.metadata.deletionTimestamp !== undefined;
  return (
    <Card title={t('manage.update')}>
      <div className={classes.column}>
        <Text as="p">{t('manage.updateText')}</Text>
        {!templateRef && (
          <Alert
            role="status"
            status="warning"
            icon
            title={t('manage.noTemplate', {
              annotation: annotations.promiseTemplate,
            })}
          />
        )}
        {deleting && <Text color="secondary">{t('manage.held')}</Text>}
        {!live && <Text color="secondary">{t('manage.unknown')}</Text>}
        <div>
          <Button
            variant="primary"
            isDisabled={!templateRef || deleting || !live}
            onPress={() => setOpen(true)}
          >
            {t('manage.update')}
          </Button>
        </div>
      </div>
      {open && templateRef && (
        <RequestDialog
          subject={{ kind: 'update', resource: view, templateRef }}
          onClose={() => setOpen(false)}
        />
      )}
    </Card>
  );
}

function DeleteCard(props: {
  identity: ResourceIdentity;
  view: ResourceView;
  live: boolean;
}) {
  const t = useT();
  const classes = useStyles();
  const [open, setOpen] = useState(false);
  const { identity, view, live } = props;
  const deleting = view.manifest.metadata.deletionTimestamp !== undefined;
  return (
    <Card title={t('manage.delete')}>
      <div className={classes.column}>
        {deleting ? (
          <DeletionProgress manifest={view.manifest} />
        ) : (
          <Text as="p">{t('manage.deleteText')}</Text>
        )}
        {!identity.promiseName && (
          <Alert
            role="status"
            status="warning"
            icon
            title={t('manage.noPromise', {
              annotation: annotations.promiseName,
            })}
          />
        )}
        {!live && <Text color="secondary">{t('manage.unknown')}</Text>}
        <div>
          <Button
            variant="secondary"
            destructive
            isDisabled={!identity.promiseName || deleting || !live}
            onPress={() => setOpen(true)}
          >
            {t('manage.delete')}
          </Button>
        </div>
      </div>
      {open && <DeleteDialog view={view} onClose={() => setOpen(false)} />}
    </Card>
  );
}
