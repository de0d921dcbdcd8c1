import { makeStyles } from '@material-ui/core/styles';

/** What a dialog of several steps needs beyond the design system's own. */
export const useDialogStyles = makeStyles({
  // The same height in each step, so that nothing jumps; what is in it scrolls.
  dialog: {
    height: 'min(760px, 100% - 3rem)',
    '@media (max-width: 600px)': {
      width: '100%',
      maxWidth: '100%',
      height: '100%',
      maxHeight: '100%',
      border: 0,
      '--dialog-border-radius': 0,
    },
  },
  footer: { flexWrap: 'wrap' },
  /** Beside the buttons, above them where that is too narrow. */
  remark: { flex: '1 1 220px', minWidth: 0, overflowWrap: 'anywhere' },
  /** However many lines there are, the buttons are in sight, and what is above them too. */
  problems: { maxHeight: '25vh', overflowY: 'auto' },
});
