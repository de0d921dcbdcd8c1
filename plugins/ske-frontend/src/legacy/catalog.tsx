import { Suspense, type ComponentProps } from 'react';
import { createComponentExtension } from '@backstage/core-plugin-api';
import type { CatalogTableColumnsFunc } from '@backstage/plugin-catalog';
import type { HealthCell } from '../features/catalogTable/HealthCell';
import { makeColumns } from '../features/catalogTable/makeColumns';
import { lazyOr } from '../utils/lazyOr';
import { skeFrontendPlugin } from './plugin';

/**
 * Filters for the catalog's list: health, with what needs attention, and open pull
 * requests. Nothing is shown in a catalog without anything of Kratix, and among what is
 * no Component.
 *
 * @public
 */
export const KratixFilters = skeFrontendPlugin.provide(
  createComponentExtension({
    name: 'KratixFilters',
    component: {
      lazy: () =>
        import('../features/catalogTable/KratixFilters').then(
          m => m.KratixFilters,
        ),
    },
  }),
);

/**
 * Stands in the catalog's list where nothing was found: says what was looked for, and
 * leads back to all.
 *
 * @public
 */
export const KratixNothingFound = skeFrontendPlugin.provide(
  createComponentExtension({
    name: 'KratixNothingFound',
    component: {
      lazy: () =>
        import('../features/catalogTable/KratixNothingFound').then(
          m => m.KratixNothingFound,
        ),
    },
  }),
);

const loadCell = () => import('../features/catalogTable/HealthCell');
/** As high as the cell is: rows do not move when it comes. */
const ROOM = <span style={{ display: 'inline-block', height: 28 }} />;

// The list is of the whole catalog: without our column it goes on.
const LoadedTitle = lazyOr(
  async () => (await loadCell()).HealthTitle,
  () => NoTitle,
);
const LoadedCell = lazyOr(
  async () => (await loadCell()).HealthCell,
  () => NoCell,
);

function NoTitle() {
  return null;
}

function NoCell() {
  return ROOM;
}

function Title() {
  return (
    <Suspense fallback={null}>
      <LoadedTitle />
    </Suspense>
  );
}

function Cell(props: ComponentProps<typeof HealthCell>) {
  return (
    <Suspense fallback={ROOM}>
      <LoadedCell {...props} />
    </Suspense>
  );
}

/**
 * The columns of the catalog's list, and among Components one more: health, and
 * for Promises and Resources a way to request another one.
 *
 * @public
 */
export const kratixColumns = (): CatalogTableColumnsFunc =>
  makeColumns({ Title, Cell });
