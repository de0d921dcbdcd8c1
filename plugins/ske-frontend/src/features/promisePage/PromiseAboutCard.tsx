import { Text } from '@backstage/ui';
import { EntityRefLink, useEntity } from '@backstage/plugin-catalog-react';
import {
  identify,
  type OfferingView,
  type ReleaseView,
  type Requirement,
} from '@syntasso/plugin-ske-common';
import { Card } from '../../components/Card';
import { DescriptionList } from '../../components/DescriptionList';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';
import { readRef } from '../../utils/readRef';
import { CatalogSyncState } from './CatalogSyncState';

/** The Promise in its own words: API, version, where it runs, what it needs. */
export function PromiseAboutCard(props: { view: OfferingView }) {
  const t = useT();
  const classes = useStyles();
  const { view } = props;
  // The catalog tells what is offered, not what the Promise is made of.
  const isFromCluster = view.source === 'cluster';
  const identity = identify(useEntity().entity, 'promise');
  const stated =
    identity.kind === 'promise' && !isFromCluster ? identity : undefined;
  return (
    <Card title={t('about.title')}>
      <DescriptionList
        items={[
          {
            label: t('about.api'),
            value:
              view.api?.kind ?? stated?.apiName ?? t('common.notAvailable'),
          },
          {
            label: t('about.group'),
            value:
              view.api?.group ?? stated?.apiGroup ?? t('common.notAvailable'),
          },
          { label: t('about.apiVersion'), value: view.api?.version },
          { label: t('about.promise'), value: view.ref.name },
          { label: t('about.version'), value: view.version },
          {
            label: t('about.release'),
            value: view.release && <Release release={view.release} />,
          },
          {
            label: t('about.runsOn'),
            value: isFromCluster && (
              <Clusters selectors={view.destinationSelectors} />
            ),
          },
          {
            label: t('about.requires'),
            value:
              view.requirements.length > 0 ? (
                <ul className={classes.plainList}>
                  {view.requirements.map(required => (
                    <li key={required.name}>
                      <RequiredPromise required={required} />
                    </li>
                  ))}
                </ul>
              ) : (
                isFromCluster && t('common.none')
              ),
          },
          {
            label: t('about.neededBy'),
            value: view.requiredBy.join(', '),
          },
          {
            label: t('about.catalogSync'),
            value: view.catalogSync && (
              <CatalogSyncState sync={view.catalogSync} />
            ),
          },
        ]}
      />
    </Card>
  );
}

/** Which clusters it may run on; the labels that they need, on hover. */
function Clusters(props: { selectors: OfferingView['destinationSelectors'] }) {
  const t = useT();
  const isAnywhere = props.selectors.every(
    selector => Object.keys(selector).length === 0,
  );
  if (isAnywhere) return <>{t('about.anywhere')}</>;
  const labelsOf = (selector: Record<string, string>) =>
    Object.entries(selector)
      .map(([key, value]) => `${key} = ${value}`)
      .join(', ');
  return (
    <span title={props.selectors.map(labelsOf).join('; ')}>
      {props.selectors
        .map(selector => t('about.clusters', { labels: labelWords(selector) }))
        .join('; ')}
    </span>
  );
}

/** What labels say of a cluster: `environment: dev` makes a dev cluster, `gpu: true` a gpu one. */
const labelWords = (selector: Record<string, string>) =>
  Object.entries(selector)
    .map(([key, value]) => {
      if (value === 'true') return key;
      return /^(?!false$)[a-z]/i.test(value) ? value : `${key} = ${value}`;
    })
    .join(', ');

/** A Promise that has to be there, linked to its page, and what is wrong with it. */
function RequiredPromise(props: { required: Requirement }) {
  const t = useT();
  const { name, version, state, installed, entityRef } = props.required;
  const text = [name, version].filter(Boolean).join(' ');
  const ref = readRef(entityRef);
  return (
    <>
      {ref ? (
        <EntityRefLink entityRef={ref} hideIcon>
          {text}
        </EntityRefLink>
      ) : (
        text
      )}
      {state !== 'installed' && (
        <Text as="p" variant="body-small" color="secondary">
          {installed
            ? t('about.requirement.inOtherVersion', { version: installed })
            : t(`about.requirement.${state}`)}
        </Text>
      )}
    </>
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
