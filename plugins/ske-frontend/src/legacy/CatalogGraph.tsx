import { useApp } from '@backstage/core-plugin-api';
import {
  catalogGraphPlugin,
  EntityCatalogGraphCard,
} from '@backstage/plugin-catalog-graph';
import { CardBoundary } from '../components/Card';

/** Shows the whole of a small graph without scrolling. */
const HEIGHT = 320;

/** What the entity is related to, where the app has the catalog graph. */
export function CatalogGraph() {
  const isInstalled = useApp()
    .getPlugins()
    .some(plugin => plugin.getId() === catalogGraphPlugin.getId());
  return isInstalled ? (
    <CardBoundary>
      <EntityCatalogGraphCard height={HEIGHT} />
    </CardBoundary>
  ) : null;
}
