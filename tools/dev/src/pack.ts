import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Processes } from './processes';
import { onShutdown } from './onShutdown';
import { packDynamic } from './pack/packDynamic';
import { packPlugins } from './pack/packPlugins';
import { root } from './root';

const help = `npm run pack:plugins -- [options]

Builds @syntasso/plugin-ske-frontend and @syntasso/plugin-ske-backend, and writes a
tarball of each, ready for
  npm publish <tarball> --registry <address>

npm run pack:dynamic -- [options]

Makes a folder of each that a host loads at run time (docs/install-dynamic.md).

  --out DIR   where they go (default: dist-packages; dynamic-plugins)
  --help      this text
`;

async function main() {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      dynamic: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const processes = new Processes();
  onShutdown(() => void processes.end().then(() => process.exit(1)));
  if (values.dynamic) {
    const out = resolve(root, values.out ?? 'dynamic-plugins');
    for (const { folder, bytes } of await packDynamic(processes, out)) {
      const megabytes = Math.round(bytes / 1_000_000);
      process.stdout.write(`${folder}  ${megabytes} MB\n`);
    }
    return;
  }
  const out = resolve(root, values.out ?? 'dist-packages');
  const tarballs = await packPlugins(processes, out);
  process.stdout.write(tarballs.map(path => `${path}\n`).join(''));
}

main().catch(error => {
  process.stderr.write(`[pack] ${(error as Error).message}\n`);
  process.exit(1);
});
