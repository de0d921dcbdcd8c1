import {
  requestedByOf,
  splitApiVersion,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { Card } from '../components/Card';
import { DescriptionList } from '../components/DescriptionList';
import { OwnerLink } from '../components/OwnerLink';
import { useT } from '../translations/useT';
import type { ResourceType } from './types';

/** Facts about a manifest, without asking the platform. */
export function KratixAboutCard(props: {
  entity: Manifest;
  entityType?: ResourceType;
}) {
  const t = useT();
  const { apiVersion, kind, metadata } = props.entity;
  const { group, version } = splitApiVersion(apiVersion);
  const requestedBy = requestedByOf(metadata.annotations);
  return (
    <Card title={t('about.title')}>
      <DescriptionList
        items={[
          {
            label:
              props.entityType === 'promise'
                ? t('about.promise')
                : t('promise.name'),
            value: metadata.name,
          },
          { label: t('about.kind'), value: kind },
          { label: t('about.group'), value: group },
          { label: t('about.apiVersion'), value: version },
          { label: t('about.namespace'), value: metadata.namespace },
          {
            label: t('about.requestedBy'),
            value: requestedBy && <OwnerLink owner={requestedBy} />,
          },
        ]}
      />
    </Card>
  );
}
