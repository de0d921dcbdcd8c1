/**
 * What the navigation, tabs and menus of every page of an app say of ours, in English. All
 * other texts are loaded with the pages that show them.
 */
export const titles = {
  'manage.title': 'Manage',
  'myRequests.title': 'My requests',
  'overview.title': 'Platform',
  'platform.title': 'Platform health',
};

/** See {@link titles}. */
export type TitleKey = keyof typeof titles;
