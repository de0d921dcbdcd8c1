import { makeStyles } from '@material-ui/core/styles';

/** What forms need beyond the scaffolder's own theme for them. */
export const useFormStyles = makeStyles({
  form: {
    display: 'grid',
    gap: 'var(--bui-space-4, 16px)',
    gridTemplateColumns: 'minmax(0, 1fr)',
    '& .bui-PasswordFieldInputWrapper:not([data-focused]):not([data-invalid])':
      { boxShadow: '0 0 0 1px var(--bui-border-2)' },
  },
  group: {
    minWidth: 0,
    margin: 'var(--bui-space-2, 8px) 0',
    padding: '0 0 0 var(--bui-space-4, 16px)',
    border: 0,
    borderLeft: '2px solid var(--bui-border-1)',
    '& > legend': {
      // A legend is drawn in the border, which is at the side.
      float: 'left',
      width: '100%',
      padding: 0,
      fontWeight: 600,
    },
    '& > legend + *': {
      clear: 'both',
      paddingTop: 'var(--bui-space-2, 8px)',
    },
  },
});
