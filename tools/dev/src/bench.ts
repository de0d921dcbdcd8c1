import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  ensureChromium,
  startFaultProxy,
  upstreamOf,
  type FaultProxy,
} from '@internal/testbed';
import { chromium } from '@playwright/test';
import { buildBundles } from './bench/bundles';
import { measureBytes } from './bench/bytes';
import { signIn, measureFirstPaint } from './bench/firstPaint';
import { RESOURCE_PAGE, measureStatusToDom } from './bench/latency';
import { measureController } from './bench/controller';
import { measureDiscovery } from './bench/discovery';
import { measureForms } from './bench/forms';
import { measureGit } from './bench/git';
import { measureMemory, measureTexts } from './bench/backendScripts';
import { performancePage } from './bench/page';
import type { Row } from './bench/row';
import { measureUpstreamRequests, PAGES } from './bench/upstream';
import { onShutdown } from './onShutdown';
import { readOptions } from './options';
import { startProduction } from './production/startProduction';
import { isBuilt } from './production/unpack';
import { root } from './root';

const say = (text: string) => process.stdout.write(`[bench] ${text}\n`);

const PARTS = [
  ...['pages', 'bytes', 'forms', 'memory', 'discovery', 'controller'],
  ...['git', 'texts'],
];

/** Those that a running production build is measured by. */
const ON_PAGES = ['pages', 'bytes', 'forms'];

const help = `yarn bench [NAME] [--seconds N]

Measures against a production build on the embedded platform, and writes
docs/performance.md.

  NAME          only ${PARTS.join(', ')}; nothing is written then
                (bytes builds the app twice, with our package and without it);
                the same as --only NAME
  --seconds N   how long open pages are counted for (default 120)
`;

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '120' },
      only: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const seconds = Number(values.seconds);
  if (!(seconds > 0)) {
    throw new Error(`--seconds is "${values.seconds}"; it takes a number.`);
  }
  const [only = values.only] = positionals;
  if (only && !PARTS.includes(only)) {
    throw new Error(`There is no "${only}"; there is ${PARTS.join(', ')}.`);
  }
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const wants = (name: string) => only === undefined || only === name;
  const rows = [
    ...(ON_PAGES.some(wants) ? await measureOnPages(seconds, wants) : []),
    ...(wants('memory') ? await measureMemory(say) : []),
    ...(wants('discovery') ? await measureDiscovery(say) : []),
    ...(wants('controller') ? await measureController(say) : []),
    ...(wants('git') ? await measureGit(say) : []),
    ...(wants('texts') ? await measureTexts(say) : []),
  ];
  const text = performancePage(rows, describeMachine());
  process.stdout.write(`\n${text}`);
  if (!only) {
    const file = join(root, 'docs', 'performance.md');
    writeFileSync(file, text);
    execFileSync(join(root, 'node_modules', '.bin', 'prettier'), [
      ...['--write', file],
    ]);
  }
  process.exit(0);
}

async function measureOnPages(
  seconds: number,
  wants: (name: string) => boolean,
): Promise<Row[]> {
  if (!isBuilt()) {
    say('Building for production …');
    execFileSync(join(root, '.cache', 'bin', 'yarn'), ['build:all'], {
      cwd: root,
      stdio: 'inherit',
    });
  }
  const bundles = wants('bytes') ? buildBundles(say) : undefined;
  const options = readOptions([
    ...['--app-port', '3200', '--backend-port', '3200'],
    ...['--platform-port', '3243'],
  ]);
  if (options === 'help') return [];
  say('Starting the production build …');
  const proxies: FaultProxy[] = [];
  const production = await startProduction({
    options,
    say,
    onFailure: () => process.exit(1),
    openPages: Math.max(...PAGES) * 2,
    startProxy: async platform => {
      const upstream = upstreamOf(platform.kubeconfigPath);
      proxies.push(
        await startFaultProxy(upstream),
        await startFaultProxy(upstream),
      );
      return proxies[0];
    },
  });
  onShutdown(() => void production.stop().then(() => process.exit(1)));
  const browser = await chromium.launch({
    executablePath: await ensureChromium(say),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    const { url, platform } = production;
    say('The examples become ready …');
    const page = await browser.newPage();
    await signIn(page, url);
    await retry(async () => {
      await page.goto(`${url}${RESOURCE_PAGE}`);
      await page
        .locator('[data-health="ready"]')
        .first()
        .waitFor({ timeout: 15_000 });
    });
    const otherRows: Row[] = [];
    if (bundles) {
      say('Bytes in the browser …');
      const session = await page.context().storageState();
      otherRows.push(...(await measureBytes(browser, url, bundles, session)));
    }
    if (wants('forms')) {
      otherRows.push(
        ...(await measureForms(page, url, platform.kubeconfigPath, say)),
      );
    }
    if (!wants('pages')) return otherRows;
    await page.goto(`${url}${RESOURCE_PAGE}`);
    await page.locator('[data-health]').first().waitFor();
    say('Status change → DOM …');
    const rows = await measureStatusToDom(page, platform.kubeconfigPath);
    await page.close();
    say('First paint …');
    rows.push(...(await measureFirstPaint(browser, url)));
    const token = await fetchGuestToken(url);
    rows.push(
      ...(await measureUpstreamRequests({
        url,
        token,
        ours: proxies[0],
        theirs: proxies[1],
        seconds,
        say,
      })),
    );
    return [...rows, ...otherRows];
  } finally {
    await browser.close();
    await Promise.all(proxies.map(proxy => proxy.stop()));
    await production.stop();
  }
}

/** Repeats what fails, a few times: the examples take a while to become ready. */
async function retry(work: () => Promise<void>) {
  for (let left = 8; ; left--) {
    try {
      await work();
      return;
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

async function fetchGuestToken(url: string): Promise<string> {
  const response = await fetch(`${url}/api/auth/guest/refresh`, {
    headers: { 'x-requested-with': 'XMLHttpRequest' },
  });
  const { backstageIdentity } = (await response.json()) as {
    backstageIdentity: { token: string };
  };
  return backstageIdentity.token;
}

function describeMachine(): string {
  const [cpu] = cpus();
  const release = existsSync('/etc/os-release')
    ? /PRETTY_NAME="(.*)"/.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]
    : process.platform;
  return `${cpus().length} cores (${cpu.model.trim()}), ${Math.round(
    totalmem() / 1e9,
  )} GB, ${release}, Node ${process.versions.node}`;
}

main().catch(error => {
  process.stderr.write(`[bench] ${(error as Error).message}\n`);
  process.exit(1);
});
