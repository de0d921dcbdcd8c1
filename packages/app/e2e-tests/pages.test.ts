import {
  expect,
  test,
  type Browser,
  type BrowserContext,
  type Locator,
  type Page,
} from '@playwright/test';
import type { HealthState } from '@syntasso/plugin-ske-common';
import {
  EVERY_COMPONENT,
  expectAccessible,
  expectNoSidewaysScroll,
  recordLayoutShifts,
  signIn,
  watchConsole,
  type LayoutShift,
} from './support';

const MOST_SHIFT = 0.02;

/** What says that something is still on its way, of ours and of Backstage. */
const LOADING =
  '[aria-label^="Loading "], [data-testid="progress"], .bui-Skeleton';

/** A page that is looked at. */
interface Visit {
  path: string;
  /** Something that is there once it is loaded, and on the page before is not. */
  shows: (page: Page) => Locator;
  /** The part of it that is ours. */
  ours: string;
  /** What of the text of Backstage's own parts moves while these are loading. */
  movedByBackstage?: RegExp;
  /** Backstage's own tabs are a fraction of a pixel too wide on a phone. */
  scrollsSideways?: boolean;
}

/** The catalog's table draws its rows, its counts and its filters one after the other. */
const WHOLE_LIST = /./;

/** The graph stands below a card that grows when its relations are known. */
const GRAPH = /Relations|View graph/;

/** A tab of an entity's page; its Overview has one card of ours. */
function tabOf(
  [name, title, state]: [name: string, title: string, state: HealthState],
  tab: '' | '/kratix' | '/kratix/manage',
): Visit {
  return {
    path: `/catalog/default/component/${name}${tab}`,
    shows: page =>
      page
        .locator('main')
        .filter({ has: page.getByRole('heading', { name: title }) })
        .locator(`[data-health="${state}"]`)
        .first(),
    ...(tab === ''
      ? { ours: '[data-room]', movedByBackstage: GRAPH }
      : { ours: 'main article' }),
  };
}

type Subject = Parameters<typeof tabOf>[0];
const redis: Subject = ['redis-promise', 'Redis Promise', 'ready'];
const kafka: Subject = ['kafkatopic-promise', 'KafkaTopic Promise', 'pending'];
const ready: Subject = ['orders-postgresql', 'orders PostgreSQL', 'ready'];
const failed: Subject = ['clickstream-queue', 'clickstream Queue', 'failed'];
const degraded: Subject = ['kiosk-webapp', 'kiosk WebApp', 'degraded'];
const paused: Subject = ['frozen-redis', 'frozen Redis', 'paused'];
const waiting: Subject = ['events-kafkatopic', 'events KafkaTopic', 'pending'];
const deleting: Subject = [
  'ledger-postgresql',
  'ledger PostgreSQL',
  'deleting',
];
const suspended: Subject = [
  'incident-4711-productionaccess',
  'incident-4711 ProductionAccess',
  'paused',
];
const unreadable: Subject = [
  'legacy-teamnamespace',
  'legacy TeamNamespace',
  'unknown',
];

/**
 * All pages of ours. No two Overviews follow each other: Backstage keeps the cards that both
 * have, which would be seen to move from the one to the other.
 */
const VISITS: Visit[] = [
  {
    path: EVERY_COMPONENT,
    shows: page => page.locator('tbody [data-health]').first(),
    ours: 'tbody [data-health]',
    movedByBackstage: WHOLE_LIST,
  },
  {
    path: '/create',
    shows: page => page.getByRole('button', { name: 'Choose Redis' }),
    ours: '.MuiCard-root',
    scrollsSideways: true,
  },
  tabOf(redis, ''),
  {
    path: '/my-requests',
    shows: page =>
      page.getByRole('heading', { name: 'My requests', exact: true }),
    ours: 'main',
  },
  tabOf(kafka, '/kratix'),
  tabOf(ready, ''),
  {
    path: '/ske-platform',
    shows: page => page.getByRole('list', { name: 'Promises' }),
    ours: 'main',
  },
  tabOf(failed, '/kratix'),
  tabOf(deleting, ''),
  tabOf(redis, '/kratix'),
  tabOf(failed, ''),
  {
    path: '/search?query=redis',
    shows: page =>
      page.getByRole('link', { name: 'Redis Promise', exact: true }),
    // The list's items are Backstage's.
    ours: 'li a, li [data-health]',
  },
  tabOf(degraded, '/kratix'),
  tabOf(ready, '/kratix'),
  tabOf(paused, '/kratix'),
  {
    path: `${EVERY_COMPONENT}&filters[kratixHealth]=attention`,
    shows: page => page.locator('tbody [data-health="failed"]').first(),
    ours: 'tbody [data-health]',
    movedByBackstage: WHOLE_LIST,
  },
  tabOf(suspended, '/kratix'),
  tabOf(waiting, '/kratix'),
  tabOf(deleting, '/kratix'),
  tabOf(unreadable, '/kratix'),
  tabOf(ready, '/kratix/manage'),
  tabOf(failed, '/kratix/manage'),
  tabOf(deleting, '/kratix/manage'),
  tabOf(kafka, ''),
  {
    path: '/catalog/default/component/broken-annotations/kratix',
    shows: page =>
      page.getByRole('alert').filter({ hasText: 'kratix.io/group is missing' }),
    ours: 'main [role="alert"]',
  },
  tabOf(paused, ''),
  {
    // Leads to the last part of the page of the platform.
    path: '/ske-health',
    shows: page => page.getByRole('list', { name: 'Shared watches' }),
    ours: 'main',
  },
];

/** What somebody who has signed in has in the browser; once for all tests. */
let signedIn: ReturnType<BrowserContext['storageState']> | undefined;

async function signInOnce(browser: Browser, baseURL: string | undefined) {
  const page = await browser.newPage({ baseURL });
  await signIn(page);
  const state = await page.context().storageState();
  await page.close();
  return state;
}

/** Goes to another page as links do: the app stays loaded, and the page is drawn anew. */
const goTo = (page: Page, path: string) =>
  page.evaluate(to => window.history.pushState(null, '', to), path);

async function expectLoaded(page: Page, { shows }: Pick<Visit, 'shows'>) {
  await expect(shows(page)).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('main').locator(LOADING)).toHaveCount(0);
}

function expectNoShift(
  shifts: LayoutShift[],
  { path, movedByBackstage }: Visit,
) {
  const total = shifts
    .filter(({ moved }) => !moved.every(text => movedByBackstage?.test(text)))
    .reduce((sum, { score }) => sum + score, 0);
  // All pages that move are told at once, with what moves.
  expect
    .soft(total, `${path} ${JSON.stringify(shifts)}`)
    .toBeLessThan(MOST_SHIFT);
}

/** Looks at one that is requested, changed and deleted, without sending anything. */
async function lookAtDialogs(page: Page) {
  await test.step('the dialog that requests one', async () => {
    await goTo(page, `${tabOf(redis, '/kratix').path}?ske=request`);
    const dialog = page.getByRole('dialog', { name: 'Request Redis' });
    await expect(
      dialog.getByRole('textbox', { name: 'Name', exact: true }),
    ).toBeVisible({ timeout: 60_000 });
    await expectAccessible(page, '[role="dialog"]');
    await expectNoSidewaysScroll(page);
    await dialog.getByRole('button', { name: 'Review' }).click();
    await expect(
      dialog.getByText('Checked: these settings are valid.'),
    ).toBeVisible();
    await expectAccessible(page, '[role="dialog"]');
  });
  await test.step('the dialog that changes one', async () => {
    await goTo(page, `${tabOf(ready, '/kratix/manage').path}?ske=update`);
    const dialog = page.getByRole('dialog', { name: 'Update orders' });
    await expect(dialog.getByRole('button', { name: 'Review' })).toBeVisible({
      timeout: 60_000,
    });
    await expect(dialog.locator(LOADING)).toHaveCount(0);
    await expectAccessible(page, '[role="dialog"]');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });
  await test.step('the dialog that deletes one', async () => {
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete orders' });
    await expect(dialog.getByRole('textbox')).toBeVisible();
    await expectAccessible(page, '[role="dialog"]');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });
}

/** Dialogs and axe take long: each theme and each width has them once. */
const COMBINATIONS = [
  { theme: 'light', width: 1280, isThorough: true },
  { theme: 'light', width: 400, isThorough: false },
  { theme: 'dark', width: 1280, isThorough: false },
  { theme: 'dark', width: 400, isThorough: true },
] as const;

for (const { theme, width, isThorough } of COMBINATIONS) {
  test(`no page moves or is hard to read: ${theme}, ${width} pixels wide`, async ({
    browser,
    baseURL,
  }) => {
    // Twice what the thorough ones take beside other work on two cores.
    test.setTimeout(240_000);
    signedIn ??= signInOnce(browser, baseURL);
    // axe looks at pages of contexts that a test has made itself.
    const context = await browser.newContext({
      baseURL,
      storageState: await signedIn,
      viewport: { width, height: 900 },
    });
    const page = await context.newPage();
    await page.addInitScript(
      chosen => localStorage.setItem('theme', chosen),
      theme,
    );
    const ours = watchConsole(page);
    await page.goto('/settings');
    await expect(
      page.getByRole('heading', { name: 'Settings' }).first(),
    ).toBeVisible({ timeout: 60_000 });
    const takeShifts = await recordLayoutShifts(page);

    for (const visit of VISITS) {
      await test.step(visit.path, async () => {
        await takeShifts();
        await goTo(page, visit.path);
        await expectLoaded(page, visit);
        if (isThorough) await expectAccessible(page, visit.ours);
        if (!visit.scrollsSideways) await expectNoSidewaysScroll(page);
        expectNoShift(await takeShifts(), visit);
      });
    }

    await test.step('the tabs inside a page', async () => {
      const visit = tabOf(ready, '/kratix');
      await goTo(page, visit.path);
      await expectLoaded(page, visit);
      for (const tab of await page.getByRole('tab').all()) {
        await tab.click();
        await expect(tab).toHaveAttribute('aria-selected', 'true');
        if (isThorough) await expectAccessible(page, '[role="tabpanel"]');
        await expectNoSidewaysScroll(page);
      }
    });

    if (isThorough) await lookAtDialogs(page);
    expect(ours).toEqual([]);
    await context.close();
  });
}
