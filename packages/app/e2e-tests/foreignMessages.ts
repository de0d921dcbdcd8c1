/** A message of the browser's console that is not caused by our pages. */
interface ForeignMessage {
  /** The component or library that it comes from. */
  from: string;
  /** The text that it begins with. */
  text: string;
}

/** Messages that others write in development, whatever our pages do. */
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
    from: '@rjsf/core: the form of the Create page, whose values do not fit',
    text: 'Form validation failed',
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
    from: 'Chromium: the same sockets',
    text: 'WebSocket is already in CLOSING or CLOSED state.',
  },
  {
    from: 'Chromium: refused requests, which our pages and the catalog show themselves',
    text: 'Failed to load resource: the server responded with a status of 4',
  },
  // 500 is not among them: it means that something is broken.
  ...['502 ', '503 ', '504 '].map(status => ({
    from: 'Chromium: a platform that a test has stopped',
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
 * Warnings of React about a component, the first in the stack that it lists. They are
 * foreign where that component is Backstage's or a library's, and count where it is ours.
 * The browser appends the values for each `%s` to the text.
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
    from: 'tables of @material-table/core, and its library for dragging',
    text: 'Warning: %s: Support for defaultProps will be removed from function components in a future major release.',
  },
  {
    from: 'tables of @material-table/core, and its library for dragging',
    text: 'Warning: %s: Support for defaultProps will be removed from memo components in a future major release.',
  },
  {
    from: 'components of @backstage/core-components',
    text: 'Warning: forwardRef render functions accept exactly two parameters: props and ref. %s',
  },
];

/** Whether a message of the browser's console is not caused by our pages. */
export function isForeignMessage(message: string): boolean {
  const begins = ({ text }: ForeignMessage) => message.startsWith(text);
  return (
    FOREIGN_MESSAGES.some(begins) ||
    (COMPONENT_WARNINGS.some(begins) && !isFromOurComponent(message))
  );
}

/** Whether the first component in the stack is in a file of ours. */
function isFromOurComponent(message: string): boolean {
  const [first = ''] = /\bat \S+ \([^)]+\)/.exec(message) ?? [];
  return /\/(plugins\/ske-\w+|packages\/app)\/src\//.test(first);
}
