import { mkdirSync, rmSync } from 'node:fs';
import { onShutdown } from './onShutdown';
import { Processes } from './processes';
import { parts, reportsFolder, defaultParts } from './test/parts';
import type { TestCounts } from './test/counts';

const say = (text: string) => process.stdout.write(`[test] ${text}\n`);

const help = `npm test -- [part …]

Without a part: ${defaultParts.join(', ')}. Several parts: npm test -- unit,e2e
  unit       unit and integration tests, on one shared API server;
             further arguments go to Jest: npm test -- unit plugins/ske-node
  e2e        end-to-end tests in Chromium against npm start's own processes;
             further arguments go to Playwright
  real       integration tests with an OIDC provider, PostgreSQL, Gitea, S3,
             registries of images and Helm
  production end-to-end tests of a production build on PostgreSQL, without
             those of pages alone (e2e has them); journeys in packages/app-legacy
  screenshot writes the picture of the READMEs: plugins/*/docs/resource-page.png
`;

async function main() {
  const [wanted, ...args] = process.argv.slice(2);
  if (wanted === '--help') {
    process.stdout.write(help);
    return;
  }
  const names = wanted?.split(',') ?? defaultParts;
  const unknown = names.find(name => !(name in parts));
  if (unknown !== undefined) {
    throw new Error(
      `There is no part "${unknown}". Parts: ${Object.keys(parts).join(', ')}.`,
    );
  }
  rmSync(reportsFolder, { recursive: true, force: true });
  mkdirSync(reportsFolder, { recursive: true });

  const processes = new Processes();
  const endings: (() => Promise<void>)[] = [];
  onShutdown(why => {
    say(`Ending (${why}) …`);
    void (async () => {
      await processes.end();
      await Promise.all(endings.map(end => end()));
      process.exit(1);
    })();
  });

  const outcomes: TestCounts[] = [];
  for (const name of names) {
    const started = performance.now();
    say(`${name} …`);
    const outcome = await parts[name]({
      args,
      processes,
      onEnd: end => endings.push(end),
      say,
    });
    const seconds = Math.round((performance.now() - started) / 1000);
    say(
      `${name}: ${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} skipped (${seconds} s)`,
    );
    outcomes.push(outcome);
  }
  const sum = (key: keyof TestCounts) =>
    outcomes.reduce((total, outcome) => total + outcome[key], 0);
  process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed\n`);
  process.exitCode = sum('failed') > 0 ? 1 : 0;
}

main().catch(error => {
  process.stderr.write(`[test] ${(error as Error).message}\n`);
  process.exit(1);
});
