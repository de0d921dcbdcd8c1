import { createExtensionDataRef } from '@backstage/frontend-plugin-api';
import type { CatalogExportSettings } from '@backstage/plugin-catalog/alpha';

/** What an extension may say of exporting the list. */
type ExportConfig = Pick<
  CatalogExportSettings,
  'exporters' | 'columns' | 'onSuccess' | 'onError'
>;

/** Of the catalog's own page, which does not export it; the same by its id. */
export const exportConfigDataRef = createExtensionDataRef<ExportConfig>().with({
  id: 'catalog.export-customization',
});

/**
 * What configuration and extensions say together, as the catalog's own page
 * has it: all their exporters, and of everything else what comes first.
 *
 * @returns nothing when the list is not to be exported
 */
export function exportSettings(
  configured: CatalogExportSettings | undefined,
  extensions: ExportConfig[],
): CatalogExportSettings | undefined {
  if (!configured?.enabled) return undefined;
  const first = <K extends keyof ExportConfig>(key: K) =>
    extensions.find(extension => extension[key] !== undefined)?.[key];
  return {
    ...configured,
    exporters: Object.assign(
      {},
      ...extensions.map(extension => extension.exporters),
    ),
    columns: first('columns'),
    onSuccess: first('onSuccess'),
    onError: first('onError'),
  };
}
