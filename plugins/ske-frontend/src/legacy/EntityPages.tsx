import type { ReactNode } from 'react';
import { EntityLayout } from '@backstage/plugin-catalog';
import { useT } from '../translations/useT';
import { CatalogGraph } from './CatalogGraph';
import { KratixManageTab, KratixOverviewTab } from './Tabs';

/** See the extension of the same name. */
export function KratixPromiseEntityPage(props: { children?: ReactNode }) {
  const t = useT();
  return (
    <EntityLayout>
      <EntityLayout.Route path="/" title={t('common.overview')}>
        <KratixOverviewTab resourceType="promise">
          {props.children}
          <CatalogGraph />
        </KratixOverviewTab>
      </EntityLayout.Route>
    </EntityLayout>
  );
}

/** See the extension of the same name. */
export function KratixResourceEntityPage(props: { children?: ReactNode }) {
  const t = useT();
  return (
    <EntityLayout>
      <EntityLayout.Route path="/" title={t('common.overview')}>
        <KratixOverviewTab resourceType="resource">
          {props.children}
          <CatalogGraph />
        </KratixOverviewTab>
      </EntityLayout.Route>
      <EntityLayout.Route path="/manage" title={t('manage.title')}>
        <KratixManageTab resourceType="resource">
          {props.children}
        </KratixManageTab>
      </EntityLayout.Route>
    </EntityLayout>
  );
}
