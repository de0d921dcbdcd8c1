import {
  Card as BuiCard,
  CardBody,
  Tab,
  TabList,
  TabPanel,
  Tabs,
  Text,
} from '@backstage/ui';
import {
  humanise,
  isObject,
  maskStoredSecretMarks,
  type RequestRecord,
  type ResourceIdentity,
  type ResourceView,
  refOf,
} from '@syntasso/plugin-ske-common';
import type { JsonValue } from '@backstage/types';
import { stringify } from 'yaml';
import { CardBoundary } from '../../components/Card';
import { DescriptionList } from '../../components/DescriptionList';
import { ConditionList } from '../../components/ConditionList';
import { EventList } from '../../components/EventList';
import { FullStatus, StatusText } from '../../components/FullStatus';
import { RunList } from '../../components/RunList';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';
import { beginningOf } from '../../utils/beginningOf';
import { RequestAnother } from '../requestDialog/RequestAnother';
import { RestorableHistory } from './RestorableHistory';
import { ResourceTree } from './ResourceTree';
import { ManifestText } from './ManifestText';

/** Characters of one setting that are shown; the manifest has them all. */
const VALUE_SHOWN = 10_000;

/** Request, activity, conditions, manifest: one click deeper. */
export function ResourceDetailsCard(props: {
  view: ResourceView;
  records?: RequestRecord[];
  identity: ResourceIdentity;
  /** Whether the view is as it is now. */
  live: boolean;
}) {
  const t = useT();
  const classes = useStyles();
  const { view } = props;
  // What became of it only a cluster tells.
  const followed = view.source === 'cluster';
  return (
    <BuiCard style={{ height: 'auto' }}>
      <CardBody className={classes.readable}>
        <CardBoundary>
          <Tabs>
            <div className={classes.tabList}>
              <TabList aria-label={t('resource.more')}>
                <Tab id="request">{t('resource.request')}</Tab>
                <Tab id="activity">{t('resource.activity')}</Tab>
                {followed && (
                  <>
                    <Tab id="conditions">{t('resource.conditions')}</Tab>
                    <Tab id="tree">{t('resource.tree')}</Tab>
                  </>
                )}
                <Tab id="manifest">{t('resource.manifest')}</Tab>
              </TabList>
            </div>
            <TabPanel id="request">
              <div className={`${classes.tab} ${classes.column}`}>
                <Spec spec={maskStoredSecretMarks(view.manifest.spec ?? {})} />
                <RequestAnother view={view} />
              </div>
            </TabPanel>
            <TabPanel id="activity">
              <div className={`${classes.tab} ${classes.column}`}>
                <RestorableHistory
                  view={view}
                  records={props.records ?? []}
                  identity={props.identity}
                  live={props.live}
                />
                <RunList runs={view.runs} objectRef={refOf(view.manifest)} />
                <EventList events={view.events} />
              </div>
            </TabPanel>
            <TabPanel id="conditions">
              <div className={`${classes.tab} ${classes.column}`}>
                <ConditionList conditions={view.conditions} />
                <FullStatus>
                  <StatusText status={view.manifest.status} />
                </FullStatus>
              </div>
            </TabPanel>
            <TabPanel id="tree">
              <div className={classes.tab}>
                <ResourceTree view={view} />
              </div>
            </TabPanel>
            <TabPanel id="manifest">
              <div className={classes.tab}>
                <ManifestText manifest={view.manifest} />
              </div>
            </TabPanel>
          </Tabs>
        </CardBoundary>
      </CardBody>
    </BuiCard>
  );
}

function Spec(props: { spec: NonNullable<ResourceView['manifest']['spec']> }) {
  const t = useT();
  const entries = Object.entries(props.spec);
  if (entries.length === 0) {
    return <Text color="secondary">{t('resource.emptySpec')}</Text>;
  }
  return (
    <DescriptionList
      wide
      items={entries.map(([key, value]) => ({
        label: Array.isArray(props.spec)
          ? `#${Number(key) + 1}`
          : humanise(key),
        value: <SpecValue value={value} />,
      }))}
    />
  );
}

function SpecValue(props: { value: JsonValue | undefined }) {
  const classes = useStyles();
  const { value } = props;
  if (isObject(value) || Array.isArray(value)) {
    return (
      <pre className={classes.plainCode}>
        {beginningOf(stringify(value).trimEnd(), VALUE_SHOWN)}
      </pre>
    );
  }
  return <>{beginningOf(String(value ?? ''), VALUE_SHOWN)}</>;
}
