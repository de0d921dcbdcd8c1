import { useState } from 'react';
import { Button, Text } from '@backstage/ui';
import {
  firstResources,
  MOST_ROWS,
  type OfferingVersion,
  type OfferingView,
  type ResourcesPage,
} from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../../../api/useSkeApi';
import { Card } from '../../../components/Card';
import { DescriptionList } from '../../../components/DescriptionList';
import { ErrorAlert } from '../../../components/ErrorAlert';
import { Loading } from '../../../components/Loading';
import { useStyles } from '../../../components/styles';
import { useAsync } from '../../../hooks/useAsync';
import { useHashTarget } from '../../../hooks/useHashTarget';
import { useT } from '../../../translations/useT';
import { VERSIONS_HASH } from '../../../utils/addresses';
import { UpgradeList } from './UpgradeList';
import { VersionChanges } from './VersionChanges';

/** Older versions whose differences are told; more are seldom in use at once. */
const MOST_COMPARED = 3;

/** Which Resources run which version, what the newest one changes, and the way to it. */
export function VersionsCard(props: { view: OfferingView }) {
  const t = useT();
  const classes = useStyles();
  const { isTarget, place } = useHashTarget(VERSIONS_HASH, true);
  const [isShown, setIsShown] = useState(isTarget);
  const { api, ref, source, version } = props.view;
  // Only a cluster has versions installed beside each other.
  if (source !== 'cluster' || !api || version === undefined) return null;
  return (
    <Card title={t('versions.title')}>
      {isShown ? (
        <div ref={place}>
          <Versions promise={ref.name} />
        </div>
      ) : (
        <div className={classes.column}>
          <Text as="p">{t('versions.text', { version })}</Text>
          <div>
            <Button
              size="small"
              variant="secondary"
              onPress={() => setIsShown(true)}
            >
              {t('versions.show')}
            </Button>
          </div>
        </div>
      )}
    </Card>
  );
}

function Versions(props: { promise: string }) {
  const t = useT();
  const api = useSkeApi();
  const { promise } = props;
  const { value, error, retry } = useAsync(
    () =>
      Promise.all([
        api.versions(promise),
        api.findResources(promise, {
          ...firstResources,
          sort: 'version',
          limit: MOST_ROWS,
        }),
      ]),
    [api, promise],
  );
  if (error) return <ErrorAlert error={error} onRetry={retry} />;
  if (!value) return <Loading what={t('versions.title')} heights={[60, 120]} />;
  const [versions, page] = value;
  return <KnownVersions versions={versions} page={page} />;
}

function KnownVersions(props: {
  versions: OfferingVersion[];
  page: ResourcesPage;
}) {
  const t = useT();
  const classes = useStyles();
  const { versions, page } = props;
  const [newest, ...older] = versions;
  if (!newest) return <Text as="p">{t('versions.noneInstalled')}</Text>;
  const countOf = (version: string) =>
    page.rows.filter(row => row.promiseVersion === version).length;
  const behind = page.rows.filter(
    ({ promiseVersion }) =>
      promiseVersion !== undefined && promiseVersion !== newest.version,
  );
  const inUse = older.filter(({ version }) => countOf(version) > 0);
  return (
    <div className={classes.column}>
      <DescriptionList
        items={versions.map(({ version }) => ({
          label: version,
          value: t(
            version === newest.version ? 'versions.newest' : 'versions.count',
            { count: countOf(version) },
          ),
        }))}
      />
      {page.total > page.rows.length && (
        <Text as="p" variant="body-small">
          {t('versions.some', { shown: page.rows.length, all: page.total })}
        </Text>
      )}
      {inUse.slice(0, MOST_COMPARED).map(from => (
        <VersionChanges key={from.version} from={from} to={newest} />
      ))}
      {behind.length > 0 ? (
        <UpgradeList key={newest.version} rows={behind} to={newest} />
      ) : (
        <Text as="p">
          {t('versions.allNewest', { version: newest.version })}
        </Text>
      )}
    </div>
  );
}
