import { onShutdown } from './onShutdown';
import { readOptions } from './options';
import { startProduction } from './production/startProduction';

const say = (text: string) => process.stdout.write(`[production] ${text}\n`);

/** Runs the production build until Ctrl-C; for the end-to-end tests. */
async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write('node tools/dev/production.mjs --backend-port N\n');
    return;
  }
  const failure = new AbortController();
  const starting = startProduction({
    options,
    say,
    onFailure: () => failure.abort(),
    gitHost: true,
    buckets: true,
  });
  const end = async (code: number) => {
    await starting.then(
      ({ stop }) => stop(),
      () => {},
    );
    process.exit(code);
  };
  failure.signal.addEventListener('abort', () => void end(1));
  onShutdown(() => void end(0));
  const { url } = await starting;
  say(`Production build on ${url}. Ctrl-C ends everything`);
}

main().catch(error => {
  process.stderr.write(`[production] ${(error as Error).message}\n`);
  process.exit(1);
});
