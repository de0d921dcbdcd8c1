import type { Page } from '@playwright/test';

/** An app that tests use. Its frontend system decides where its pages are. */
export interface TestedApp {
  /** '' for the one that Playwright has started. */
  url: string;
  system: 'new' | 'legacy';
}

/** The app that Playwright has started. */
export const MAIN_APP: TestedApp = { url: '', system: 'new' };

/** The page of a Component in the catalog. */
export const componentPage = ({ url }: TestedApp, component: string) =>
  `${url}/catalog/default/component/${component}`;

/** Our page of a Component: all of its page in a legacy app, tabs of that page else. */
export const kratixPage = (
  app: TestedApp,
  component: string,
  tab: '' | '/manage' = '',
) =>
  `${componentPage(app, component)}${
    app.system === 'legacy' ? '' : '/kratix'
  }${tab}`;

/** The catalog's list of everything, because the guest owns nothing. */
export const everyComponent = ({ url, system }: TestedApp) =>
  `${url}/${
    system === 'legacy' ? 'catalog' : ''
  }?filters[kind]=component&filters[user]=all`;

/** Goes to another of our tabs, on the page of a Component. */
export async function openTab(
  page: Page,
  { system }: TestedApp,
  tab: 'Kratix' | 'Manage',
) {
  if (system === 'new') {
    await page.getByRole('link', { name: tab, exact: true }).click();
    return;
  }
  const name = tab === 'Kratix' ? 'Overview' : tab;
  await page.getByRole('tab', { name, exact: true }).click();
}
