import { makeStyles } from '@material-ui/core/styles';

/** How fields stand in a form; colours only from the design system's tokens. */
export const useFieldStyles = makeStyles({
  fields: {
    display: 'grid',
    gap: 'var(--bui-space-4, 16px)',
    gridTemplateColumns: 'minmax(0, 1fr)',
    minWidth: 0,
  },
  /** Without the border that fields of other kinds have not. */
  secret: {
    '& .bui-PasswordField:not([data-invalid]) > .bui-PasswordFieldInputWrapper:not(:focus-within)':
      { boxShadow: 'none' },
  },
  frame: {
    display: 'grid',
    gap: 'var(--bui-space-1, 4px)',
    gridTemplateColumns: 'minmax(0, 1fr)',
    minWidth: 0,
    overflowWrap: 'anywhere',
  },
  label: { fontWeight: 600, fontSize: 'var(--bui-font-size-3, 0.875rem)' },
  quiet: {
    color: 'var(--bui-fg-secondary)',
    fontWeight: 400,
    fontSize: 'var(--bui-font-size-2, 0.75rem)',
  },
  description: {
    color: 'var(--bui-fg-secondary)',
    fontSize: 'var(--bui-font-size-2, 0.75rem)',
    '& p': { margin: 0 },
  },
  more: {
    border: 0,
    padding: '0 var(--bui-space-1, 4px)',
    background: 'none',
    color: 'inherit',
    font: 'inherit',
    textDecoration: 'underline',
    cursor: 'pointer',
  },
  // The plain token for text has too little contrast at this size.
  error: {
    color: 'var(--bui-negative-fg-subdued)',
    fontSize: 'var(--bui-font-size-2, 0.75rem)',
  },
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: 'var(--bui-space-1, 4px)',
    '&:empty': { display: 'none' },
  },
  // A control, and what stands beside it.
  line: {
    display: 'flex',
    alignItems: 'center',
    gap: 'var(--bui-space-1, 4px)',
    '& > :first-child': { flex: 1 },
  },
  buttons: { display: 'flex', flex: 'none' },
  group: {
    minWidth: 0,
    margin: 0,
    padding: '0 0 0 var(--bui-space-4, 16px)',
    border: 0,
    borderLeft: '2px solid var(--bui-border-1)',
  },
  item: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: 'var(--bui-space-1, 4px)',
    minWidth: 0,
    '& > :first-child': { flex: 1, minWidth: 0 },
  },
  heading: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: 'var(--bui-space-2, 8px)',
    flexWrap: 'wrap',
  },
  toggle: {
    display: 'flex',
    alignItems: 'center',
    gap: 'var(--bui-space-1, 4px)',
    minHeight: 24,
    border: 0,
    padding: 0,
    background: 'none',
    color: 'var(--bui-fg-primary)',
    font: 'inherit',
    fontWeight: 600,
    fontSize: 'var(--bui-font-size-3, 0.875rem)',
    textAlign: 'left',
    cursor: 'pointer',
  },
});
