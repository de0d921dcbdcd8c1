import { Link } from '@backstage/ui';
import { RELATION_DEPENDENCY_OF } from '@backstage/catalog-model';
import {
  EntityRefLinks,
  getEntityRelations,
  useEntity,
} from '@backstage/plugin-catalog-react';
import {
  asText,
  splitApiVersion,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { HealthBadge } from '../../components/HealthBadge';
import { Age } from '../../components/Age';
import { Card } from '../../components/Card';
import { DescriptionList } from '../../components/DescriptionList';
import { EntityLinks } from '../../components/EntityLinks';
import { OwnerLink } from '../../components/OwnerLink';
import { useStyles } from '../../components/styles';
import { useKratixHref } from '../../hooks/useKratixHref';
import { formatAge, formatMoment } from '../../utils/formatTime';
import { useT } from '../../translations/useT';
import { hasVersion, RunningVersion } from './RunningVersion';

/** Which object it is, of which Promise, in which version. */
export function ResourceAboutCard(props: { view: ResourceView }) {
  const t = useT();
  const classes = useStyles();
  const { entity } = useEntity();
  const { view } = props;
  const { metadata, apiVersion, kind } = view.manifest;
  const dependants = getEntityRelations(entity, RELATION_DEPENDENCY_OF);
  const owner = asText(entity.spec?.owner);
  const promiseHref = useKratixHref(view.promise?.entityRef);
  return (
    <Card title={t('about.title')}>
      <DescriptionList
        items={[
          {
            label: t('about.kind'),
            value: `${kind} · ${splitApiVersion(apiVersion).version}`,
          },
          { label: t('about.namespace'), value: metadata.namespace },
          {
            label: t('about.promise'),
            value: view.promise && (
              <span className={classes.inline}>
                {promiseHref ? (
                  <Link href={promiseHref}>{view.promise.name}</Link>
                ) : (
                  view.promise.name
                )}
                <HealthBadge health={view.promise.health} />
              </span>
            ),
          },
          { label: t('about.platform'), value: view.platform },
          {
            label: t('about.version'),
            value: hasVersion(view) && <RunningVersion view={view} />,
          },
          {
            label: t('about.requested'),
            value: metadata.creationTimestamp && (
              <Age since={metadata.creationTimestamp} />
            ),
          },
          {
            label: t('about.periodicRun'),
            value: !metadata.deletionTimestamp && view.periodicRun && (
              <PeriodicRun run={view.periodicRun} />
            ),
          },
          {
            label: t('about.owner'),
            value: owner && <OwnerLink owner={owner} />,
          },
          {
            label: t('about.requestedBy'),
            value: view.requestedBy && <OwnerLink owner={view.requestedBy} />,
          },
          {
            label: t('about.neededBy'),
            value: dependants.length > 0 && (
              <EntityRefLinks entityRefs={dependants} />
            ),
          },
          {
            label: t('about.links'),
            value: (entity.metadata.links ?? []).length > 0 && <EntityLinks />,
          },
        ]}
      />
    </Card>
  );
}

/** How often its workflow runs again by itself, and when next. */
function PeriodicRun(props: { run: NonNullable<ResourceView['periodicRun']> }) {
  const t = useT();
  const { intervalMs, isDefault, nextAt } = props.run;
  const interval = formatAge(intervalMs, t);
  return (
    <>
      {t(isDefault ? 'about.everyByDefault' : 'about.every', { interval })}{' '}
      {t('about.nextRun', { moment: formatMoment(nextAt, t) })}
    </>
  );
}
