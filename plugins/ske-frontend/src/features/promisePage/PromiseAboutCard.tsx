import { Link, Text } from '@backstage/ui';
import { useRouteRef } from '@backstage/core-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type { OfferingView, ReleaseView } from '@syntasso/plugin-ske-common';
import { Card } from '../../components/Card';
import { DescriptionList } from '../../components/DescriptionList';
import { useStyles } from '../../components/styles';
import { readRef } from '../../utils/readRef';
import { useT, type MessageKey, type T } from '../../translations/useT';

/** Kratix's word for a requirement that is met. */
const INSTALLED = 'Requirement installed';

/** Kratix's words for one that is not, and ours. */
const UNMET = new Map<string, MessageKey>([
  ['Requirement not installed', 'about.requirement.notInstalled'],
  [
    'Requirement not installed at the specified version',
    'about.requirement.otherVersion',
  ],
  ['Requirement not available', 'about.requirement.notAvailable'],
]);

const requirementText = (state: string, t: T) =>
  t(UNMET.get(state) ?? 'about.requirement.unknown');

/** The Promise in its own words: API, version, where it runs, what it needs. */
export function PromiseAboutCard(props: { view: OfferingView }) {
  const t = useT();
  const classes = useStyles();
  const { view } = props;
  // The catalog tells what is offered, not what the Promise is made of.
  const isFromCluster = view.source === 'cluster';
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
            value: isFromCluster && (
              <Clusters selectors={view.destinationSelectors} />
            ),
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
                            {requirementText(state, t)}
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
