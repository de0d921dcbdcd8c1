/**
 * The titles of our pages in navigation, tabs and menus, in English. They are loaded with
 * every page of an app; all other texts with the pages that show them.
 */
export const titles = {
  'manage.title': 'Manage',
  'myRequests.title': 'My requests',
  'overview.title': 'Platform',
  'platform.title': 'Platform health',
};

/** See {@link titles}. */
export type TitleKey = keyof typeof titles;
