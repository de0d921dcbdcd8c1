export {
  connectGuideSchema,
  type ConnectGuide,
  type SnippetTemplate,
} from './ConnectGuide';
export {
  fillTemplate,
  type SnippetGap,
  type SnippetPart,
} from './fillTemplate';
export { countNamedSecrets, type NamedSecret } from './namedSecrets';
export { readConnectGuide, type ReadConnectGuide } from './readConnectGuide';
export { secretCommand } from './secretCommand';
