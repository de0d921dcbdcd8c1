import type { ComponentProps } from 'react';
import type { ResourcesQuery } from '@syntasso/plugin-ske-common';
import { useT } from '../translations/useT';
import { NothingFound } from './NothingFound';
import { filterWords, NO_FILTER, ResourceFilters } from './ResourceFilters';
import { ResourcesTable } from './ResourcesTable';
import { useStyles } from './styles';

/** A table of Resources with its filters, and what is said where they find nothing. */
export function FilteredResources(
  props: Omit<ComponentProps<typeof ResourcesTable>, 'empty'> &
    Pick<ComponentProps<typeof ResourceFilters>, 'searchLabel' | 'toggle'> & {
      /** The query of the unfiltered list, which _Show all_ returns to. */
      all?: Pick<Partial<ResourcesQuery>, 'mine'>;
      /** Replaces the sentence that names the filters. */
      nothingFound?: string;
    },
) {
  const t = useT();
  const classes = useStyles();
  const { searchLabel, toggle, all, nothingFound, ...table } = props;
  const { page, query, onChange } = table;
  const wanted = filterWords(all?.mine ? { ...query, mine: false } : query, t);
  return (
    <div className={classes.column}>
      <ResourceFilters
        page={page}
        query={query}
        searchLabel={searchLabel}
        toggle={toggle}
        onChange={onChange}
      />
      <ResourcesTable
        {...table}
        empty={
          <NothingFound
            {...(nothingFound === undefined
              ? { wanted }
              : { text: nothingFound })}
            onShowAll={() => onChange({ ...NO_FILTER, ...all })}
          />
        }
      />
    </div>
  );
}
