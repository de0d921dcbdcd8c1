import { Alert, Button } from '@backstage/ui';
import type {
  PlatformHealth,
  RepositoryHealth,
} from '@syntasso/plugin-ske-common';
import { Card } from '../../components/Card';
import { DescriptionList } from '../../components/DescriptionList';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';

/** Where the platform is, and whether it answers. */
export function PlatformCard(props: {
  health: PlatformHealth;
  onRefresh: () => void;
}) {
  const t = useT();
  const classes = useStyles();
  const { health, onRefresh } = props;
  const { reachable, discovery, repository, controller } = health;
  return (
    <Card
      title={health.platform}
      actions={
        <Button size="small" variant="secondary" onPress={onRefresh}>
          {t('platform.refresh')}
        </Button>
      }
    >
      <div className={classes.column}>
        {reachable.state === 'no' && (
          <Alert
            role="alert"
            status="danger"
            icon
            title={t('platform.unreachable')}
            description={reachable.reason}
          />
        )}
        {repository?.readable.state === 'no' && (
          <Alert
            role="alert"
            status="danger"
            icon
            title={t('platform.unreadable')}
            description={repository.readable.reason}
          />
        )}
        {controller?.readable.state === 'no' && (
          <Alert
            role="alert"
            status="warning"
            icon
            title={t('platform.controllerAway')}
            description={controller.readable.reason}
          />
        )}
        {discovery.state === 'impossible' && (
          <Alert
            role="status"
            status="warning"
            icon
            title={t('platform.noDiscovery')}
            description={discovery.reason}
          />
        )}
        <DescriptionList
          wide
          items={[
            { label: t('platform.server'), value: health.server },
            {
              label: t('platform.kubernetes'),
              value: reachable.state === 'yes' && reachable.version,
            },
            { label: t('platform.mode'), value: health.mode },
            {
              label: t('platform.repository'),
              value: repository && placeOf(repository),
            },
            {
              label: t('platform.inRepository'),
              value:
                repository?.readable.state === 'yes' &&
                repository.readable.requests,
            },
            { label: t('platform.controller'), value: controller?.url },
            {
              label: t('platform.boundPromises'),
              value:
                controller?.readable.state === 'yes' &&
                controller.readable.bindings,
            },
            {
              label: t('platform.auth'),
              value: t(`platform.authIs.${health.auth}`),
            },
            {
              label: t('platform.discovery'),
              value: t(`platform.discoveryIs.${discovery.state}`),
            },
            {
              label: t('platform.people'),
              value: health.auth === 'person' && health.people,
            },
            { label: t('platform.requests'), value: health.requests },
          ]}
        />
      </div>
    </Card>
  );
}

/** Where in a repository the requests are. */
const placeOf = ({ url, branch, path }: RepositoryHealth) =>
  `${url} (${[branch, path].filter(Boolean).join(': ')})`;
