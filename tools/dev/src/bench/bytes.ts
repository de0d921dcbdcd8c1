import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@internal/testbed';
import type { Browser, BrowserContext } from '@playwright/test';
import { withConfig } from '../app/serve';
import type { Bundles } from './bundles';
import { bytesRow, compressedSize } from './bytesRow';
import { RESOURCE_PAGE } from './latency';
import type { Row } from './row';

/** How long no script is asked for when a page has all of them. */
const QUIET_MS = 2_000;

/** A path, and what is there when its page is drawn. */
type Visit = [path: string, sign: string];

/** A page that people open, one part after the other. */
interface MeasuredPage {
  what: string;
  limitKb: number;
  ours: Visit[];
  without: Visit[];
  how: string;
}

const PLAIN_TEMPLATE = {
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: {
    namespace: 'default',
    name: 'plain',
    title: 'A plain Template',
    uid: '00000000-0000-4000-8000-000000000000',
    etag: 'plain',
  },
  spec: { type: 'service', owner: 'group:default/plain', steps: [] },
  relations: [],
};

/** What the catalog answers, by the path that it is asked by. */
const TEMPLATE_LISTS: Record<string, unknown> = {
  '/api/catalog/entities': [PLAIN_TEMPLATE],
  '/api/catalog/entities/by-query': {
    items: [PLAIN_TEMPLATE],
    totalItems: 1,
    pageInfo: {},
  },
};

const SETTINGS: Visit[] = [['/settings', 'text=Appearance']];
const CREATE: Visit[] = [['/create', `text=${PLAIN_TEMPLATE.metadata.title}`]];
const OVERVIEW: Visit = [RESOURCE_PAGE.replace(/\/kratix$/, ''), 'text=About'];

const HOW =
  'Scripts that Chromium downloads with nothing kept, each compressed by gzip: of a production build with our package, less those of one without it.';

const PAGES: MeasuredPage[] = [
  {
    what: 'bytes of ours on a page that shows nothing of ours',
    limitKb: 6,
    ours: SETTINGS,
    without: SETTINGS,
    how: `${HOW} The page is that of the settings.`,
  },
  {
    what: 'bytes of ours on the Create page, without a Promise on it',
    limitKb: 10,
    ours: CREATE,
    without: CREATE,
    how: `${HOW} The catalog answers with one Template, which is no Promise's.`,
  },
  {
    what: 'bytes of ours on the page of a Resource',
    limitKb: 120,
    ours: [OVERVIEW, [RESOURCE_PAGE, '[data-health]']],
    without: [OVERVIEW],
    how: `${HOW} With our package the Overview of the Resource and its tab Kratix are opened, without it the Overview.`,
  },
];

/**
 * Measures what our package adds to what a browser downloads.
 *
 * @param session - of somebody who has signed in at the address
 */
export async function measureBytes(
  browser: Browser,
  url: string,
  bundles: Bundles,
  session: Awaited<ReturnType<BrowserContext['storageState']>>,
): Promise<Row[]> {
  const download = async (bundle: string, visits: Visit[]) => {
    const context = await browser.newContext({ storageState: session });
    try {
      return compressedSize(await scriptsOf(context, { url, bundle, visits }));
    } finally {
      // What is still being answered has nobody to go to.
      await context.unrouteAll({ behavior: 'ignoreErrors' });
      await context.close();
    }
  };
  const rows: Row[] = [];
  for (const page of PAGES) {
    rows.push(
      bytesRow(page, {
        ours: await download(bundles.ours, page.ours),
        without: await download(bundles.without, page.without),
      }),
    );
  }
  return rows;
}

/** Opens pages of a bundle. @returns the script files that the browser has asked for */
async function scriptsOf(
  context: BrowserContext,
  app: { url: string; bundle: string; visits: Visit[] },
): Promise<Set<string>> {
  const scripts = new Set<string>();
  let lastAt = Date.now();
  await serveBundle(context, app, file => {
    if (!file.endsWith('.js')) return;
    scripts.add(file);
    lastAt = Date.now();
  });
  const isQuiet = () => Date.now() - lastAt > QUIET_MS;
  const page = await context.newPage();
  for (const [path, sign] of app.visits) {
    await page.goto(`${app.url}${path}`);
    await page.locator(sign).first().waitFor({ timeout: 60_000 });
    await eventually(`the last script of ${path}`, isQuiet);
  }
  if (scripts.size > 0) return scripts;
  throw new Error(`The browser has asked for no script of ${app.bundle}.`);
}

/**
 * Answers in the place of the server with the files of a bundle; what is below `/api` goes
 * to the server.
 */
async function serveBundle(
  context: BrowserContext,
  { url, bundle }: { url: string; bundle: string },
  onFile: (file: string) => void,
) {
  const { origin } = new URL(url);
  const html = withConfig(readFileSync(join(bundle, 'index.html'), 'utf8'), {
    app: { baseUrl: url },
    backend: { baseUrl: url },
  });
  await context.route(
    address =>
      address.origin === origin && !address.pathname.startsWith('/api/'),
    async route => {
      const file = join(bundle, new URL(route.request().url()).pathname);
      if (existsSync(file) && statSync(file).isFile()) {
        onFile(file);
        await route.fulfill({ path: file });
      } else {
        await route.fulfill({ contentType: 'text/html', body: html });
      }
    },
  );
  // The list of the Create page asks for all, or for one page: the examples are Promises.
  await context.route(
    ({ pathname }) => pathname in TEMPLATE_LISTS,
    async route => {
      const page = new URL(route.request().frame().url());
      if (!page.pathname.startsWith(CREATE[0][0])) return route.fallback();
      const { pathname } = new URL(route.request().url());
      return route.fulfill({ json: TEMPLATE_LISTS[pathname] });
    },
  );
}
