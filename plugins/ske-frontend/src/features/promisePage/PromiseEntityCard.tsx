import { Text } from '@backstage/ui';
import { useEntity } from '@backstage/plugin-catalog-react';
import type { PromiseIdentity } from '@syntasso/plugin-ske-common';
import { Card } from '../../components/Card';
import { DescriptionList } from '../../components/DescriptionList';
import { EntityLinks } from '../../components/EntityLinks';
import { FallbackStatusText } from '../../components/FallbackStatus';
import { FullStatus } from '../../components/FullStatus';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';

/** What the catalog says of a Promise, when the platform says nothing. */
export function PromiseEntityCard(props: { identity: PromiseIdentity }) {
  const t = useT();
  const classes = useStyles();
  const { metadata } = useEntity().entity;
  const { promiseName, apiName, apiGroup, fallbackStatus } = props.identity;
  return (
    <Card title={metadata.title ?? metadata.name}>
      <div className={classes.column}>
        {metadata.description && <Text as="p">{metadata.description}</Text>}
        <EntityLinks />
        <DescriptionList
          items={[
            {
              label: t('about.api'),
              value: apiName ?? t('common.notAvailable'),
            },
            {
              label: t('about.group'),
              value: apiGroup ?? t('common.notAvailable'),
            },
            { label: t('about.promise'), value: promiseName },
          ]}
        />
        {fallbackStatus.kind !== 'none' && (
          <FullStatus>
            <FallbackStatusText status={fallbackStatus} />
          </FullStatus>
        )}
      </div>
    </Card>
  );
}
