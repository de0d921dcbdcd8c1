import { Link, Text } from '@backstage/ui';
import type {
  OfferingOverview,
  PlatformOverview,
} from '@syntasso/plugin-ske-common';
import { Card } from '../../components/Card';
import { useStyles } from '../../components/styles';
import { useKratixHref } from '../../hooks/useKratixHref';
import { useT } from '../../translations/useT';
import { VERSIONS_HASH } from '../../utils/addresses';
import { OfferingName } from './OfferingName';

/** Which versions are installed, and how many Resources run each. */
export function VersionsInUseCard(props: {
  overview: Pick<PlatformOverview, 'offerings' | 'versionsUnseen'>;
}) {
  const t = useT();
  const classes = useStyles();
  const { offerings, versionsUnseen } = props.overview;
  const versioned = offerings.filter(
    ({ inUse, installed = [] }) => inUse.length > 0 || installed.length > 0,
  );
  if (versioned.length === 0 && !versionsUnseen) return null;
  return (
    <Card title={t('overview.versions')}>
      {versioned.length > 0 && (
        <ul className={classes.rows} aria-label={t('overview.versions')}>
          {versioned.map(offering => (
            <li key={offering.name}>
              <VersionsOf offering={offering} />
            </li>
          ))}
        </ul>
      )}
      {versionsUnseen && (
        <Text as="p" variant="body-small" color="secondary">
          {t(`overview.unseen.${versionsUnseen.state}`, {
            resource: 'promiserevisions.platform.kratix.io',
            reason: versionsUnseen.reason ?? '',
          })}
        </Text>
      )}
    </Card>
  );
}

function VersionsOf(props: { offering: OfferingOverview }) {
  const t = useT();
  const classes = useStyles();
  const { offering } = props;
  const { entityRef, inUse, installed = [], otherVersions, title } = offering;
  const href = useKratixHref(entityRef);
  const [newest] = installed;
  const countOf = (version: string) =>
    inUse.find(used => used.version === version)?.resources ?? 0;
  // In the order in which they were installed; then what is not there any more.
  const versions = [
    ...installed,
    ...inUse
      .map(({ version }) => version)
      .filter(version => !installed.includes(version)),
  ];
  const unknown = inUse.reduce(
    (left, used) => left - used.resources,
    offering.resources.total - otherVersions,
  );
  const behind =
    newest === undefined
      ? 0
      : inUse
          .filter(({ version }) => version !== newest)
          .reduce((sum, { resources }) => sum + resources, otherVersions);
  return (
    <>
      <div className={classes.spread}>
        <OfferingName offering={offering} />
        {behind > 0 && href && (
          <Link
            href={`${href}${VERSIONS_HASH}`}
            aria-label={t('overview.upgradeNamed', { title })}
          >
            {t('overview.upgrade')}
          </Link>
        )}
      </div>
      <Text as="p" variant="body-small" color="secondary">
        {[
          ...versions.map(version =>
            t(version === newest ? 'overview.newest' : 'overview.version', {
              version,
              count: countOf(version),
            }),
          ),
          ...(otherVersions > 0
            ? [t('overview.otherVersions', { count: otherVersions })]
            : []),
          ...(unknown > 0
            ? [t('overview.withoutVersion', { count: unknown })]
            : []),
        ].join(' · ')}
      </Text>
    </>
  );
}
