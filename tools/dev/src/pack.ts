import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Processes } from './processes';
import { onShutdown } from './onShutdown';
import { packPlugins } from './pack/packPlugins';
import { root } from './root';

const help = `npm run pack:plugins -- [options]

Builds @syntasso/plugin-ske-frontend and @syntasso/plugin-ske-backend, and writes a
tarball of each, ready for
  npm publish <tarball> --registry <address>

  --out DIR   where the tarballs go (default: dist-packages)
  --help      this text
`;

async function main() {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: 'dist-packages' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const processes = new Processes();
  onShutdown(() => void processes.end().then(() => process.exit(1)));
  const tarballs = await packPlugins(processes, resolve(root, values.out));
  process.stdout.write(tarballs.map(path => `${path}\n`).join(''));
}

main().catch(error => {
  process.stderr.write(`[pack] ${(error as Error).message}\n`);
  process.exit(1);
});
