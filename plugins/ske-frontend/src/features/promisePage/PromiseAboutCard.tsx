import { Link, Text } from '@backstage/ui';
import { useRouteRef } from '@backstage/core-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type { OfferingView, ReleaseView } from '@syntasso/plugin-ske-common';
import { Card } from '../../components/Card';
import { DescriptionList } from '../../components/DescriptionList';
import { useStyles } from '../../components/styles';
import { readRef } from '../../utils/readRef';
import { useT } from '../../translations/useT';

/** Kratix's word for a requirement that is met. */
const INSTALLED = 'Requirement installed';

/** The Promise in its own words: API, version, where it runs, what it needs. */
export function PromiseAboutCard(props: { view: OfferingView }) {
  const t = useT();
  const classes = useStyles();
  const { view } = props;
  // The catalog tells what is offered, not what the Promise is made of.
  const isFromCluster = view.source === 'cluster';
  const selectors = view.destinationSelectors.map(labels =>
    Object.entries(labels)
      .map(([key, value]) => `${key} = ${value}`)
      .join(', '),
  );
  return (
    <Card title={t('about.title')}>
      <DescriptionList
        items={[
          { label: t('about.api'), value: view.api?.kind ?? t('common.none') },
          { label: t('about.group'), value: view.api?.group },
          { label: t('about.apiVersion'), value: view.api?.version },
          { label: t('about.promise'), value: view.ref.name },
          { label: t('about.version'), value: view.version },
          {
            label: t('about.release'),
            value: view.release && <Release release={view.release} />,
          },
          {
            label: t('about.runsOn'),
            value: isFromCluster
              ? selectors.join('; ') || t('about.anywhere')
              : undefined,
          },
          {
            label: t('about.requires'),
            value:
              view.requirements.length > 0 ? (
                <ul className={classes.plainList}>
                  {view.requirements.map(
                    ({ name, version, state, entityRef }) => (
                      <li key={name}>
                        <PromiseName name={name} entityRef={entityRef} />{' '}
                        {version}
                        {state !== INSTALLED && (
                          <Text as="p" variant="body-small" color="secondary">
                            {state}
                          </Text>
                        )}
                      </li>
                    ),
                  )}
                </ul>
              ) : (
                isFromCluster && t('common.none')
              ),
          },
          {
            label: t('about.neededBy'),
            value: view.requiredBy.join(', '),
          },
        ]}
      />
    </Card>
  );
}

/** A Promise, as the way to its page where it has one. */
function PromiseName(props: { name: string; entityRef: string | undefined }) {
  const entityLink = useRouteRef(entityRouteRef);
  const ref = readRef(props.entityRef);
  const href = ref && entityLink?.(ref);
  return href ? (
    <Link href={`${href}/kratix`}>{props.name}</Link>
  ) : (
    <>{props.name}</>
  );
}

/** The PromiseRelease, where it fetches the Promise, and how that went. */
function Release(props: { release: ReleaseView }) {
  const t = useT();
  const { name, version, url, state, message } = props.release;
  return (
    <>
      {[name, version].filter(Boolean).join(' ')}
      {url && (
        <Text as="p" variant="body-small" color="secondary">
          {url}
        </Text>
      )}
      {state !== 'installed' && (
        <Text as="p" variant="body-small" weight="bold">
          {[t(`about.releaseState.${state}`), message]
            .filter(Boolean)
            .join(': ')}
        </Text>
      )}
    </>
  );
}
