import { defineConfig } from '@playwright/test';

const APP_PORT = Number(process.env.SKE_E2E_APP_PORT ?? 3100);

/** The production build on PostgreSQL, instead of `npm start`. */
const PRODUCTION = Boolean(process.env.SKE_E2E_PRODUCTION);

/** No tests, but the picture of the READMEs. */
const SCREENSHOT = Boolean(process.env.SKE_E2E_SCREENSHOT);

/** Of pages alone: the same on either, and run by `npm test` already. */
const PAGES_ALONE = [
  'big.test.ts',
  'dialog.test.ts',
  'forms.test.ts',
  'health.test.ts',
  'languages.test.ts',
  'operate.test.ts',
  'pages.test.ts',
  'secrets.test.ts',
  'ways.test.ts',
];

/** The address of an app that runs already; for `npm run test:install`. */
const FRESH = process.env.SKE_E2E_FRESH;

function testMatch() {
  if (FRESH) return '**/fresh/journey.ts';
  return SCREENSHOT ? '**/screenshot.ts' : '**/*.test.ts';
}

/**
 * End-to-end tests run against `npm start`'s own processes, on ports of their
 * own. One worker: the tests share one platform.
 */
export default defineConfig({
  testDir: 'packages/app/e2e-tests',
  testMatch: testMatch(),
  testIgnore: PRODUCTION ? PAGES_ALONE.map(file => `**/${file}`) : [],
  timeout: 120_000,
  expect: { timeout: 20_000 },
  workers: 1,
  fullyParallel: false,
  forbidOnly: !!process.env.CI,
  retries: 0,
  reporter: [
    ['list'],
    [
      'json',
      {
        outputFile:
          process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? '.cache/test/e2e.json',
      },
    ],
  ],
  outputDir: '.cache/test/e2e-results',
  webServer: FRESH
    ? undefined
    : {
        command: PRODUCTION
          ? `node tools/dev/production.mjs --backend-port ${APP_PORT} --platform-port ${
              APP_PORT + 43
            }`
          : `node tools/dev/start.mjs --app-port ${APP_PORT} --backend-port ${
              APP_PORT + 7
            } --platform-port ${APP_PORT + 43}`,
        // The last line of its one screen: everything answers.
        wait: { stdout: /Ctrl-C ends everything/ },
        timeout: 900_000,
        gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
        stdout: 'pipe',
      },
  use: {
    baseURL: FRESH ?? `http://localhost:${APP_PORT}`,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    viewport: { width: 1280, height: 900 },
    launchOptions: {
      // Absent: the Chromium that `npx playwright install` brought.
      executablePath: process.env.SKE_CHROMIUM || undefined,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
