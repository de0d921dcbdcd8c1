import { makeStyles } from '@material-ui/core/styles';

/** The look of Backstage UI's own table, for a plain one. */
export const useTableStyles = makeStyles({
  title: {},
  scroll: { overflowX: 'auto', minWidth: 0 },
  stacked: {
    display: 'block',
    fontSize: 'var(--bui-font-size-3, 0.875rem)',
    '& tbody, & tr, & th, & td': { display: 'block', textAlign: 'left' },
    '& tr': { padding: 'var(--bui-space-3, 12px) 0' },
    '& tr + tr': { borderTop: '1px solid var(--bui-border-1)' },
    // The title of what is below it. A link has a size and a weight of its own.
    '& th, & th a': {
      fontSize: 'var(--bui-font-size-4, 1rem)',
      fontWeight: 600,
      overflowWrap: 'anywhere',
    },
    '& th': { paddingBottom: 'var(--bui-space-2, 8px)' },
  },
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    fontSize: 'var(--bui-font-size-3, 0.875rem)',
    '& th, & td': {
      textAlign: 'left',
      verticalAlign: 'top',
      fontWeight: 'inherit',
      padding: 'var(--bui-space-3, 12px) var(--bui-space-2, 8px)',
      borderBottom: '1px solid var(--bui-border-1)',
    },
    // A long reference of an owner makes its row higher, and the table no wider.
    '& tbody td': { overflowWrap: 'anywhere' },
    '& tbody td:last-child': { whiteSpace: 'nowrap' },
    '& tbody tr:last-child > *': { borderBottom: 'none' },
    '& tbody th': { minWidth: 110, overflowWrap: 'anywhere' },
    '& $title': { fontWeight: 600, whiteSpace: 'nowrap' },
    '& thead button': {
      all: 'unset',
      cursor: 'pointer',
      display: 'inline-flex',
      alignItems: 'center',
      gap: 4,
      fontWeight: 600,
      whiteSpace: 'nowrap',
      '&:focus-visible': {
        outline: '2px solid var(--bui-ring, currentColor)',
        outlineOffset: 2,
      },
    },
  },
});
