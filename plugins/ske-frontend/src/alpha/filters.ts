import type { FilterPredicate } from '@backstage/filter-predicates';

const TYPE = 'metadata.annotations.kratix.io/type';

/**
 * Which entities a page is for, as data: the annotation decides when it is not
 * empty, else `spec.type`. The same rule as `identify`, which the page itself
 * asks; here nothing has to be loaded to decide. Templates have the `spec.type` of what
 * they request, and pages of their own.
 */
const kratix = (type: 'promise' | 'resource'): FilterPredicate => ({
  $all: [
    { $not: { kind: 'template' } },
    {
      $any: [
        { [TYPE]: type },
        {
          $all: [
            { 'spec.type': `kratix-${type}` },
            { $any: [{ [TYPE]: { $exists: false } }, { [TYPE]: '' }] },
          ],
        },
      ],
    },
  ],
});

export const promiseFilter = kratix('promise');
export const resourceFilter = kratix('resource');

/** All entities that our pages and cards are for. */
export const kratixFilter: FilterPredicate = {
  $any: [promiseFilter, resourceFilter],
};
