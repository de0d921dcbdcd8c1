import { makeStyles } from '@material-ui/core/styles';

/** The look of the scaffolder's own card. */
export const useCardStyles = makeStyles({
  card: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  subtitle: {
    display: 'flex',
    justifyContent: 'space-between',
    // As high as the star beside it, which comes later.
    minHeight: 24,
  },
  star: { padding: 0, color: 'inherit' },
  content: {
    display: 'grid',
    gap: 'var(--bui-space-3, 12px)',
    alignContent: 'start',
    flex: 1,
    overflowWrap: 'anywhere',
  },
  row: { display: 'flex', flexWrap: 'wrap', gap: 'var(--bui-space-2, 8px)' },
  actions: { display: 'flex', justifyContent: 'space-between', padding: 16 },
});
