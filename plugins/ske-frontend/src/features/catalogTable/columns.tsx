import type { CatalogTableColumnsFunc } from '@backstage/plugin-catalog';
import { HealthCell, HealthTitle } from './HealthCell';
import { makeColumns } from './makeColumns';

/**
 * The columns of the catalog's list, and among Components one more: health, and
 * for Promises and Resources a way to request another one.
 */
export const kratixColumns = (): CatalogTableColumnsFunc =>
  makeColumns({ Title: HealthTitle, Cell: HealthCell });
