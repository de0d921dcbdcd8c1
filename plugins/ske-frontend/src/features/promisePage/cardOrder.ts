/**
 * The cards of a Promise's page in their order. In the new frontend system each is
 * the extension `entity-card:ske-frontend/promise-<name>`.
 */
export const promiseCardOrder = [
  { name: 'header', type: 'content' },
  { name: 'resources', type: 'content' },
  { name: 'versions', type: 'content' },
  { name: 'details', type: 'content' },
  { name: 'about', type: 'info' },
  { name: 'resources-health', type: 'info' },
] as const;

/** See {@link promiseCardOrder}. */
export type PromiseCardName = (typeof promiseCardOrder)[number]['name'];
