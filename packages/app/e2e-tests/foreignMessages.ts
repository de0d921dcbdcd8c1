/** A message of the browser's console, and who says it. */
interface ForeignMessage {
  /** The component or library that it comes from. */
  from: string;
  /** What it begins with, word by word. */
  text: string;
}

/** Said by others in development, whatever our pages do. */
const FOREIGN_MESSAGES: ForeignMessage[] = [
  {
    from: '@backstage/plugin-app: icons that plugins have registered',
    text: 'The following icons were registered as IconComponent, which is deprecated. Use IconElement instead by passing <MyIcon /> rather than MyIcon: ',
  },
  {
    from: '@backstage/core-app-api: alerts of the pages of the catalog',
    text: 'AlertApi is deprecated and will be removed in a future release. Please migrate to ToastApi from @backstage/frontend-plugin-api.',
  },
  {
    from: 'react-aria-components: tags in lists of the catalog',
    text: 'A `textValue` prop is required for <Tag> elements with non-plain text children for accessibility.',
  },
  {
    from: 'react-aria: menus and tooltips of @backstage/ui',
    text: 'A PressResponder was rendered without a pressable child. Either call the usePress hook, or wrap your DOM node with <Pressable> component.',
  },
  {
    from: '@material-table/core: the table of the catalog',
    text: 'The columns provided to material table are static, but contain functions which update on every render, resetting the table state.',
  },
  {
    from: 'react-router: the BrowserRouter of Backstage',
    text: '⚠️ React Router Future Flag Warning: React Router will begin wrapping state updates in `React.startTransition` in v7.',
  },
  {
    from: 'react-router: the BrowserRouter of Backstage',
    text: '⚠️ React Router Future Flag Warning: Relative route resolution within Splat routes is changing in v7.',
  },
  {
    from: 'react-dom: transitions and buttons of @material-ui/core',
    text: 'Warning: findDOMNode is deprecated and will be removed in the next major release.',
  },
  {
    from: '@rspack/dev-server: its socket, when a page is left',
    text: '[webpack-dev-server] Event',
  },
  ...[
    'Cannot find update. Need to do a full reload!',
    'Update failed: ',
    'Update check failed: ',
  ].map(text => ({
    from: '@rspack/core: an update of a page that is left',
    text: `[HMR] ${text}`,
  })),
  {
    from: 'Chromium: the sockets of @rspack/dev-server and @backstage/plugin-signals, when a page is left',
    text: "WebSocket connection to 'ws://",
  },
  {
    from: 'Chromium: the same ones',
    text: 'WebSocket is already in CLOSING or CLOSED state.',
  },
  {
    from: 'Chromium: what our pages are refused, or the catalog, they say themselves',
    text: 'Failed to load resource: the server responded with a status of 4',
  },
  // No 500: then something is broken.
  ...['502 ', '503 ', '504 '].map(status => ({
    from: 'Chromium: a platform that is away, as tests have it',
    text: `Failed to load resource: the server responded with a status of ${status}`,
  })),
  {
    from: 'Chromium: a server that is away, or a page that is left',
    text: 'Failed to load resource: net::ERR_',
  },
  {
    from: 'Chromium: listeners of libraries to the end of a page',
    text: '[Violation] Permissions policy violation: unload is not allowed in this document.',
  },
  {
    from: 'Chromium: listeners of libraries to the end of a page',
    text: 'Permissions policy violation: unload is not allowed in this document.',
  },
];

/**
 * What React says of a component, which is the first of those that it lists. These
 * are of Backstage and its libraries; of ours they count. The browser puts the words
 * in behind the text.
 */
const COMPONENT_WARNINGS: ForeignMessage[] = [
  {
    from: 'lists of @backstage/core-components and @material-table/core',
    text: 'Warning: Each child in a list should have a unique "key" prop.%s%s See https://reactjs.org/link/warning-keys for more information.',
  },
  {
    from: 'tables and texts of @material-ui/core as Backstage nests them',
    text: 'Warning: validateDOMNesting(...): %s cannot appear as a descendant of <%s>.',
  },
  {
    from: 'tables and texts of @material-ui/core as Backstage nests them',
    text: 'Warning: validateDOMNesting(...): %s cannot appear as a child of <%s>.%s%s',
  },
  {
    from: 'tables of @material-table/core, and what they drag',
    text: 'Warning: %s: Support for defaultProps will be removed from function components in a future major release.',
  },
  {
    from: 'tables of @material-table/core, and what they drag',
    text: 'Warning: %s: Support for defaultProps will be removed from memo components in a future major release.',
  },
  {
    from: 'components of @backstage/core-components',
    text: 'Warning: forwardRef render functions accept exactly two parameters: props and ref. %s',
  },
];

/** Whether a message of the browser's console is none of our pages' making. */
export function isForeignMessage(message: string): boolean {
  const isSaid = ({ text }: ForeignMessage) => message.startsWith(text);
  return (
    FOREIGN_MESSAGES.some(isSaid) || (COMPONENT_WARNINGS.some(isSaid) && !isFromOurComponent(message))
  );
}

/** Whether the first component with a file is in one of ours. */
function isFromOurComponent(message: string): boolean {
  const [first = ''] = /\bat \S+ \([^)]+\)/.exec(message) ?? [];
  return /\/(plugins\/ske-\w+|packages\/app)\/src\//.test(first);
}
