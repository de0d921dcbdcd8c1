import { onEnd } from './endings';
import { readOptions } from './options';
import { startProduction, type Production } from './production/startProduction';

const say = (text: string) => process.stdout.write(`[production] ${text}\n`);

/** Runs the production build until Ctrl-C; for the end-to-end tests. */
async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write('node tools/dev/production.mjs --backend-port N\n');
    return;
  }
  let starting: Promise<Production> | undefined;
  const end = async (code: number) => {
    await starting?.then(
      ({ stop }) => stop(),
      () => {},
    );
    process.exit(code);
  };
  onEnd(() => void end(0));
  starting = startProduction({ options, say, onFailure: () => void end(1) });
  const { url } = await starting;
  say(`Production build on ${url}. Ctrl-C ends everything`);
}

main().catch(error => {
  process.stderr.write(`[production] ${(error as Error).message}\n`);
  process.exit(1);
});
