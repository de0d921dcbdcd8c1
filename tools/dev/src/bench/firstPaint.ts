import type { Browser, Page } from '@playwright/test';
import { RESOURCE_PAGE } from './latency';
import { ms, quantile, ratio, type Row } from './row';

const TIMES = 10;

/** Measures the time from opening a Resource's page to its health on it. */
export async function measureFirstPaint(
  browser: Browser,
  url: string,
): Promise<Row[]> {
  const ours: number[] = [];
  const peer: number[] = [];
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, url);
  // Alternating, so that both run under the same load; the first warms caches up.
  for (let i = 0; i <= TIMES; i++) {
    for (const [path, sign, times] of [
      [RESOURCE_PAGE, '[data-health]', ours],
      [RESOURCE_PAGE.replace(/\/kratix$/, ''), 'text=About', peer],
    ] as const) {
      const started = performance.now();
      await page.goto(`${url}${path}`);
      await page.locator(sign).first().waitFor();
      if (i > 0) times.push(performance.now() - started);
    }
  }
  await context.close();
  const [a, b] = [quantile(ours, 0.5), quantile(peer, 0.5)];
  return [
    {
      what: 'first paint of a Resource page, p50',
      ours: ms(a),
      against: `${ms(b)} (catalog's own Overview)`,
      ratio: ratio(a, b),
      how: `${TIMES} loads in turns, caches warm: navigation until the health badge is there; peer: the same entity's Overview until its About card is.`,
    },
  ];
}

/** Signs in as guest; resolves when the app is there. */
export async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: 'Enter' }).click();
  await page.getByRole('link', { name: 'Settings' }).waitFor();
}
