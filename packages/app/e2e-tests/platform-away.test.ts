import { expect, test, type Locator, type Page } from '@playwright/test';
import { apiServerPid } from './platform';
import {
  recordLayoutShifts,
  signIn,
  watchLayoutShift,
  type LayoutShift,
} from './support';

const MOST_SHIFT = 0.02;

/** Pages that are kept up to date, and what each shows once it is loaded. */
const LIVE_PAGES: { path: string; shows: (page: Page) => Locator }[] = [
  {
    path: '/catalog/default/component/orders-postgresql',
    shows: page => page.getByText('Everything asked for is in place.'),
  },
  {
    path: '/catalog/default/component/orders-postgresql/kratix/manage',
    shows: page => page.getByRole('button', { name: 'Delete' }),
  },
  {
    path: '/catalog/default/component/redis-promise/kratix',
    shows: page => page.getByRole('table', { name: 'Requests' }),
  },
  {
    path: '/my-requests',
    // What else it shows depends on the tests before.
    shows: page =>
      page.getByRole('heading', { name: 'My requests', exact: true }),
  },
  {
    path: '/ske-platform',
    shows: page => page.getByRole('list', { name: 'Promises' }),
  },
];

const lost = (page: Page) => page.getByText(/^Live updates lost/);

test('says so when the platform goes away, keeps what it knows, and recovers', async ({
  page,
  browser,
  baseURL,
}) => {
  // Six pages are opened.
  test.setTimeout(240_000);
  await signIn(page, '/catalog/default/component/orders-postgresql/kratix');
  await expect(page.locator('[data-health="ready"]').first()).toBeVisible({
    timeout: 40_000,
  });

  await expect(
    page.getByText('orders.db.example.org', { exact: true }),
  ).toBeVisible();
  const storageState = await page.context().storageState();
  // Each has connections of its own: a browser opens only six to one server.
  const phones = await Promise.all(
    LIVE_PAGES.map(async ({ path, shows }) => {
      const phone = await browser.newPage({
        baseURL,
        storageState,
        viewport: { width: 400, height: 800 },
      });
      await phone.goto(path);
      await expect(shows(phone)).toBeVisible({ timeout: 90_000 });
      await expect(phone.locator('[aria-label^="Loading "]')).toHaveCount(0);
      const takeShifts = await recordLayoutShifts(phone);
      const shifts: LayoutShift[] = [];
      return {
        path,
        phone,
        /** What has moved since the beginning. */
        shifts: async () => {
          shifts.push(...(await takeShifts()));
          return shifts;
        },
      };
    }),
  );
  const layoutShift = await watchLayoutShift(page);
  const pagesThatMove = async () => {
    const pages = await Promise.all(
      phones.map(async ({ path, shifts }) => {
        const moves = await shifts();
        const shift = moves.reduce((sum, { score }) => sum + score, 0);
        return { path, shift, moves };
      }),
    );
    return pages.filter(({ shift }) => shift >= MOST_SHIFT);
  };

  process.kill(apiServerPid(), 'SIGKILL');
  const banner = page
    .getByRole('alert')
    .filter({ hasText: 'Live updates lost' });
  await Promise.all([
    expect(banner).toBeVisible(),
    ...phones.map(({ phone }) => expect(lost(phone).first()).toBeVisible()),
  ]);
  // The last state stays, with its age.
  await expect(
    page.locator('[data-health="ready"][data-stale="true"]').first(),
  ).toBeVisible();
  // What was known stays on the page.
  await expect(
    page.getByText('orders.db.example.org', { exact: true }),
  ).toBeVisible();
  await expect(banner).toBeInViewport();
  expect(await layoutShift()).toBeLessThan(MOST_SHIFT);
  expect(await pagesThatMove()).toEqual([]);

  // npm start brings the API server back; the page finds out by itself.
  await expect(banner).toBeHidden({ timeout: 60_000 });
  await expect(page.locator('[data-stale]')).toHaveCount(0);
  await expect(page.locator('[data-health="ready"]').first()).toBeVisible();
  expect(await layoutShift()).toBeLessThan(MOST_SHIFT);
  for (const { phone } of phones) {
    await expect(lost(phone)).toHaveCount(0, { timeout: 60_000 });
  }
  expect(await pagesThatMove()).toEqual([]);
  await Promise.all(phones.map(({ phone }) => phone.close()));
});

test('names what is wrong with an entity’s annotations', async ({ page }) => {
  await signIn(page, '/catalog/default/component/broken-annotations/kratix');
  const problem = page.getByRole('alert');
  await expect(problem).toContainText('kratix.io/group is missing', {
    timeout: 30_000,
  });
  await expect(problem).toContainText('Add kratix.io/group');
});
