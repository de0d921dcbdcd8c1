import { makeStyles } from '@material-ui/core/styles';

/** Layout the design system has no component for; colours only from its tokens. */
export const useStyles = makeStyles({
  page: {
    display: 'grid',
    gap: 'var(--bui-space-4, 16px)',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(260px, 320px)',
    alignItems: 'start',
    // Cards with nothing to show leave no empty column.
    '&:has(> :last-child:empty)': { gridTemplateColumns: 'minmax(0, 1fr)' },
    '@media (max-width: 1000px)': {
      gridTemplateColumns: 'minmax(0, 1fr)',
    },
  },
  column: {
    display: 'grid',
    gap: 'var(--bui-space-4, 16px)',
    gridTemplateColumns: 'minmax(0, 1fr)',
    // EntityInfoCard fills its row; in a column of cards each has its own height.
    '& > *': { height: 'auto' },
  },
  narrowColumn: {
    display: 'grid',
    gap: 'var(--bui-space-2, 8px)',
    gridTemplateColumns: 'minmax(0, 1fr)',
    '& > :empty': { display: 'none' },
  },
  below: { '&:not(:empty)': { marginTop: 'var(--bui-space-4, 16px)' } },
  // At the lower edge of the window as long as more of the page is below.
  inSight: {
    position: 'sticky',
    bottom: 'var(--bui-space-4, 16px)',
    zIndex: 2,
    marginTop: 'var(--bui-space-4, 16px)',
    borderRadius: 'var(--bui-radius-3, 6px)',
    border: '1px solid var(--bui-border-2)',
    background: 'var(--bui-bg-app)',
    // Backstage's navigation is there on a phone.
    '@media (max-width: 600px)': { bottom: 72 },
  },
  padded: { padding: 'var(--bui-space-6, 24px)' },
  // While a page is loaded it is as high as the window: then it scrolls from the start.
  fullHeight: { minHeight: '100vh', alignContent: 'start' },
  wide: { gridColumn: '1 / -1' },
  descriptions: {
    display: 'grid',
    gridTemplateColumns: 'minmax(90px, max-content) minmax(0, 1fr)',
    columnGap: 'var(--bui-space-4, 16px)',
    rowGap: 'var(--bui-space-2, 8px)',
    margin: 0,
    alignItems: 'baseline',
    '& dt': { color: 'var(--bui-fg-secondary)' },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
  descriptionsWide: {
    gridTemplateColumns: 'minmax(90px, 180px) minmax(0, 1fr)',
    '@media (max-width: 600px)': {
      gridTemplateColumns: 'minmax(80px, 110px) minmax(0, 1fr)',
    },
  },
  mono: {
    fontFamily: 'var(--bui-font-monospace, monospace)',
    fontSize: 'var(--bui-font-size-2, 0.8rem)',
  },
  spread: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: 'var(--bui-space-2, 8px)',
    flexWrap: 'wrap',
  },
  copyRow: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: 'var(--bui-space-2, 8px)',
    '& > :first-child': { minWidth: 0, overflowWrap: 'anywhere' },
    '& > :last-child': { flex: 'none' },
  },
  inline: {
    display: 'flex',
    alignItems: 'center',
    gap: 'var(--bui-space-2, 8px)',
    flexWrap: 'wrap',
    minWidth: 0,
  },
  code: {
    margin: 0,
    padding: 'var(--bui-space-3, 12px)',
    borderRadius: 'var(--bui-radius-3, 6px)',
    border: '1px solid var(--bui-border-1)',
    background: 'var(--bui-bg-neutral-2)',
    color: 'var(--bui-fg-primary)',
    fontFamily: 'var(--bui-font-monospace, monospace)',
    fontSize: 'var(--bui-font-size-2, 0.8rem)',
    lineHeight: 1.6,
    overflow: 'auto',
    maxHeight: 360,
    whiteSpace: 'pre',
    tabSize: 2,
  },
  // The card's own spacing does.
  markdown: {
    '& > :first-child': { marginTop: 0 },
    '& > :last-child': { marginBottom: 0 },
  },
  preLine: { whiteSpace: 'pre-line', overflowWrap: 'anywhere' },
  errorLine: {
    background: 'var(--bui-negative-bg-subdued)',
    color: 'var(--bui-negative-fg-subdued)',
  },
  rows: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    '& > li': {
      padding: 'var(--bui-space-2, 8px) 0',
      overflowWrap: 'anywhere',
    },
    '& > li + li': { borderTop: '1px solid var(--bui-border-1)' },
  },
  logRow: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto auto',
    gap: 'var(--bui-space-4, 16px)',
    alignItems: 'center',
    minHeight: 32,
  },
  // On a phone the row of tabs scrolls, not the page.
  tabList: {
    overflowX: 'auto',
    // Room for the line below the chosen one.
    paddingBottom: 'var(--bui-space-1, 4px)',
    '& [role="tab"]': { whiteSpace: 'nowrap' },
  },
  tab: { paddingTop: 'var(--bui-space-4, 16px)' },
  plainCode: {
    margin: 0,
    fontFamily: 'var(--bui-font-monospace, monospace)',
    fontSize: 'var(--bui-font-size-2, 0.8rem)',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  scroll: { overflowX: 'auto', minWidth: 0 },
  tree: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    '& ul': {
      listStyle: 'none',
      margin: 0,
      marginLeft: 'var(--bui-space-2, 8px)',
      paddingLeft: 'var(--bui-space-4, 16px)',
      borderLeft: '1px solid var(--bui-border-2)',
    },
    '& li': { padding: 'var(--bui-space-1, 4px) 0', overflowWrap: 'anywhere' },
  },
  grow: { flex: 1, minWidth: 0 },
  plainList: { listStyle: 'none', margin: 0, padding: 0 },
  visuallyHidden: {
    position: 'absolute',
    width: 1,
    height: 1,
    margin: -1,
    padding: 0,
    overflow: 'hidden',
    clip: 'rect(0 0 0 0)',
    whiteSpace: 'nowrap',
    border: 0,
  },
  strong: { fontWeight: 600 },
  noWrap: { whiteSpace: 'nowrap' },
  muted: { color: 'var(--bui-fg-secondary)' },
  // For parts of cards and dialogs. There Backstage UI's secondary text has
  // 4.03 to 1 in the dark theme, and a destructive button 3.76; its errors have less than
  // AA's 4.5 in both. A custom property cannot be made from its own value, hence the second
  // one. The class must not be nested in itself.
  readable: {
    '& [data-color="danger"], & [class*="bui-FieldError"]': {
      color: 'var(--bui-negative-fg-subdued)',
    },
    "[data-theme-mode='dark'] &": {
      '--ske-fg-secondary':
        'color-mix(in srgb, var(--bui-fg-secondary), var(--bui-fg-primary) 40%)',
    },
    "[data-theme-mode='dark'] & > *": {
      '--bui-fg-secondary': 'var(--ske-fg-secondary)',
      // The ring around what has the focus is as dark as in the light theme.
      '--bui-ring': 'var(--bui-fg-primary)',
    },
    "[data-theme-mode='dark'] & [data-variant='primary'][data-destructive='true']:not([data-disabled])":
      { '--bg-solid-danger': 'var(--bui-negative-bg)' },
  },
  contents: { display: 'contents' },
  flash: {
    '@media (prefers-reduced-motion: no-preference)': {
      animation: '$flash 1.2s ease-out 1',
    },
  },
  '@keyframes flash': {
    from: { backgroundColor: 'var(--bui-announcement-bg-subdued)' },
    to: { backgroundColor: 'transparent' },
  },
});
