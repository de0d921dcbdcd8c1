import { Text } from '@backstage/ui';
import type {
  PlatformHealth,
  UnreadableApi,
} from '@syntasso/plugin-ske-common';
import { Card } from '../../components/Card';
import { EntityProblemList } from '../../components/EntityProblemList';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';

/** What is on the platform and not, or not as it is, in the catalog. */
export function DiscoveryCard(props: {
  discovery: PlatformHealth['discovery'];
}) {
  const t = useT();
  const classes = useStyles();
  const { unreadable = [], problems } = props.discovery;
  const hasProblems = problems !== undefined && problems.objects > 0;
  if (unreadable.length === 0 && !hasProblems) return null;
  return (
    <Card title={t('platform.notInCatalog')}>
      {unreadable.length > 0 && (
        <ul className={classes.rows} aria-label={t('platform.unreadableApis')}>
          {unreadable.map(api => (
            <li key={`${api.group} ${api.resource} ${api.namespace}`}>
              <Text weight="bold">
                {api.namespace === undefined
                  ? nameOf(api)
                  : t('platform.inNamespace', {
                      api: nameOf(api),
                      namespace: api.namespace,
                    })}
              </Text>
              <Text as="p" variant="body-small">
                {api.reason}
              </Text>
              <Text as="p" variant="body-small" color="secondary">
                {api.remedy}
              </Text>
            </li>
          ))}
        </ul>
      )}
      {hasProblems && (
        <>
          <Text as="p">
            {t('platform.moreProblems', { count: problems.objects })}
          </Text>
          <EntityProblemList
            problems={problems.examples}
            label={t('platform.entityProblems')}
          />
        </>
      )}
    </Card>
  );
}

const nameOf = ({ group, resource }: UnreadableApi) =>
  group ? `${resource}.${group}` : resource;
