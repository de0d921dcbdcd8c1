import type { ComponentProps } from 'react';
import { CatalogIndexPage } from '@backstage/plugin-catalog/alpha';
import { kratixColumns } from './columns';
import { KratixNothingFound } from './KratixNothingFound';

const columns = kratixColumns();

/** The catalog's own list with our columns. */
export function CatalogList(
  props: Omit<
    ComponentProps<typeof CatalogIndexPage>,
    'columns' | 'emptyContent'
  >,
) {
  return (
    <CatalogIndexPage
      {...props}
      columns={columns}
      emptyContent={<KratixNothingFound />}
    />
  );
}
