/**
 * The titles of our pages in navigation, tabs and menus, in English. They are loaded with
 * every page of an app; all other texts with the pages that show them. So is what stands in
 * for parts whose code, and with it the other texts, cannot be had.
 */
export const titles = {
  'field.notLoaded':
    'These fields could not be loaded. Check your connection, then retry. What you have filled in is kept; reloading the page would lose it.',
  'field.tryAgain': 'Retry',
  'manage.title': 'Manage',
  'myRequests.notLoaded':
    'Your requests could not be loaded. Check your connection.',
  'myRequests.title': 'My requests',
  'overview.title': 'Platform',
  'platform.title': 'Platform health',
};

/** See {@link titles}. */
export type TitleKey = keyof typeof titles;
