import type { ReactNode } from 'react';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { Select, TablePagination, Text } from '@backstage/ui';
import type {
  ResourcesPage,
  ResourcesQuery,
  ResourceSummary,
} from '@syntasso/plugin-ske-common';
import { RiArrowDownLine, RiArrowUpLine } from '@remixicon/react';
import { useT } from '../translations/useT';
import { DescriptionList } from './DescriptionList';
import { useStyles } from './styles';
import { useTableStyles } from './tableStyles';

/** A column of the table; the first one names the row. */
export interface ResourceColumn {
  title: string;
  /** What its rows can be sorted by. */
  sort?: ResourcesQuery['sort'];
  cell: (item: ResourceSummary) => ReactNode;
  /** Keeps the width of a column whose content comes and goes. */
  minWidth?: number;
}

interface TableProps {
  /** What it is called. */
  label: string;
  columns: ResourceColumn[];
  page: ResourcesPage;
  query: ResourcesQuery;
  /** Another page was asked for, and this is still the last one. */
  isLoading: boolean;
  onChange: (changes: Partial<ResourcesQuery>) => void;
}

/** Heights of a full page while it is loaded: a row for the titles and ten more. */
export const TABLE_HEIGHTS = Array.from({ length: 11 }, () => 29);

/** From here on each row is a list of its facts. */
const NARROW = '(max-width: 700px)';

/**
 * Resources, sorted and paged by the backend. A plain table, not a grid: it is read, and
 * its links and buttons are reached with Tab like everywhere else on the page.
 */
export function ResourcesTable(
  props: TableProps & {
    /** Stands for rows where the query finds none. */
    empty: ReactNode;
  },
) {
  const t = useT();
  const isNarrow = useMediaQuery(NARROW, { noSsr: true });
  const { page, query, onChange, empty, ...table } = props;
  const { limit } = query;
  const Rows = isNarrow ? StackedRows : TableRows;
  return (
    <>
      <Rows page={page} query={query} onChange={onChange} {...table} />
      {page.matching === 0 && empty}
      {page.rows.some(isOfObjectOnly) && (
        <Text as="p" variant="body-small" color="secondary">
          {t('reason.deliveriesHidden')}
        </Text>
      )}
      {page.matching > limit && (
        <TablePagination
          pageSize={limit}
          showPageSizeOptions={false}
          offset={page.offset}
          totalCount={page.matching}
          hasNextPage={page.offset + limit < page.matching}
          hasPreviousPage={page.offset > 0}
          onNextPage={() => onChange({ offset: page.offset + limit })}
          onPreviousPage={() =>
            onChange({ offset: Math.max(0, page.offset - limit) })
          }
        />
      )}
    </>
  );
}

/** Whether the health of a row does not know what was sent to Destinations. */
const isOfObjectOnly = ({ health }: ResourceSummary) =>
  health.reason.code === 'deliveriesHidden';

function TableRows(props: TableProps) {
  const classes = useTableStyles();
  const { label, columns, page, query, isLoading, onChange } = props;
  const [name, ...others] = columns;
  const ariaSort = query.descending ? 'descending' : 'ascending';
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={label} aria-busy={isLoading}>
        <thead>
          <tr>
            {columns.map(({ title, sort, minWidth }) =>
              sort === undefined ? (
                <th key={title} scope="col" style={{ minWidth }}>
                  <span className={classes.title}>{title}</span>
                </th>
              ) : (
                <th
                  key={title}
                  scope="col"
                  aria-sort={sort === query.sort ? ariaSort : 'none'}
                >
                  <button
                    type="button"
                    onClick={() =>
                      onChange({
                        sort,
                        descending: sort === query.sort && !query.descending,
                      })
                    }
                  >
                    {title}
                    {sort === query.sort && <Arrow down={query.descending} />}
                  </button>
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {page.rows.map(item => (
            <tr key={item.uid}>
              <th scope="row">{name.cell(item)}</th>
              {others.map(({ title, cell }) => (
                <td key={title}>{cell(item)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Arrow(props: { down: boolean }) {
  return props.down ? (
    <RiArrowDownLine size={14} aria-hidden />
  ) : (
    <RiArrowUpLine size={14} aria-hidden />
  );
}

/** The same without sideways scrolling: each row is a list of its facts. */
function StackedRows(props: TableProps) {
  const t = useT();
  const classes = useStyles();
  const tableClasses = useTableStyles();
  const { label, columns, page, query, isLoading, onChange } = props;
  const [name, ...others] = columns;
  return (
    <div className={classes.column}>
      <Select
        size="small"
        label={t('table.sortBy')}
        options={columns.flatMap(({ title, sort }) =>
          sort === undefined ? [] : [{ value: sort, label: title }],
        )}
        value={query.sort}
        onChange={key => {
          const column = columns.find(({ sort }) => sort === key);
          if (column) onChange({ sort: column.sort, descending: false });
        }}
      />
      <table
        className={tableClasses.stacked}
        aria-label={label}
        aria-busy={isLoading}
      >
        <tbody>
          {page.rows.map(item => (
            <tr key={item.uid}>
              <th scope="row">{name.cell(item)}</th>
              <td>
                <DescriptionList
                  items={others.map(({ title, cell }) => ({
                    label: title,
                    value: cell(item),
                  }))}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
