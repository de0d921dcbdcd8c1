import type { FilterPredicate } from '@backstage/filter-predicates';

const TYPE = 'metadata.annotations.kratix.io/type';

/**
 * Which entities a page is for, as data: the annotation decides when it is not
 * empty, else `spec.type`. The same rule as `identify`, which the page itself
 * asks; here nothing has to be loaded to decide.
 */
const kratix = (type: 'promise' | 'resource'): FilterPredicate => ({
  $any: [
    { [TYPE]: type },
    {
      $all: [
        { 'spec.type': `kratix-${type}` },
        { $any: [{ [TYPE]: { $exists: false } }, { [TYPE]: '' }] },
      ],
    },
  ],
});

export const promiseFilter = kratix('promise');
export const resourceFilter = kratix('resource');
