import { resolve } from 'node:path';
import { publishHelp, readPublishOptions } from './release/publish/options';
import { publishRelease } from './release/publish/publishRelease';
import { root } from './root';

async function main() {
  const options = readPublishOptions(process.argv.slice(2), process.env);
  if (options === 'help') {
    process.stdout.write(publishHelp);
    return;
  }
  const { where, written, unchanged } = await publishRelease({
    ...options,
    from: resolve(root, options.from),
  });
  process.stdout.write(
    [
      ...written.map(path => `  ${path}`),
      `${where}: ${written.length} files written, ${unchanged.length} were there`,
    ]
      .map(line => `${line}\n`)
      .join(''),
  );
}

main().catch(error => {
  process.stderr.write(`[release] ${(error as Error).message}\n`);
  process.exit(1);
});
