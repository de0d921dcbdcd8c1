/**
 * The cards of a Resource's page in their order. In the new frontend system each is
 * the extension `entity-card:ske-frontend/resource-<name>`.
 */
export const resourceCardOrder = [
  { name: 'status', type: 'content' },
  { name: 'summary', type: 'content' },
  { name: 'connect', type: 'content' },
  { name: 'health-checks', type: 'content' },
  { name: 'details', type: 'content' },
  { name: 'about', type: 'info' },
  { name: 'destinations', type: 'info' },
] as const;

/** See {@link resourceCardOrder}. */
export type ResourceCardName = (typeof resourceCardOrder)[number]['name'];
