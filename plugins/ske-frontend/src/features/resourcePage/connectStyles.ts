import { makeStyles } from '@material-ui/core/styles';

/** Layout of the card that says how to connect. */
export const useConnectStyles = makeStyles({
  // The page's own rule for links has their colour from the browser in dark themes.
  link: {
    color: 'var(--bui-fg-primary)',
    textDecoration: 'underline',
    textUnderlineOffset: '3px',
    overflowWrap: 'anywhere',
  },
  choice: { maxWidth: 320 },
  // Tabs of snippets differ in height: what is below them stays where it is.
  snippet: { minHeight: 120 },
});
