import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureHelm } from '@internal/testbed';
import { buildImage } from './image/buildImage';
import { sourceRevision } from './image/sourceRevision';
import { buildRelease } from './release/buildRelease';
import { folderStore } from './release/folderStore';
import { readReleaseOptions, releaseHelp } from './release/options';
import { storeRelease } from './release/storeRelease';
import { root } from './root';

const say = (text: string) => process.stdout.write(`[release] ${text}\n`);

async function main() {
  const options = readReleaseOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(releaseHelp);
    return;
  }
  const { version, out, replace, baseFiles } = options;
  const helm = await ensureHelm(say);
  const source = await sourceRevision();
  if (source.revision.endsWith('-dirty')) {
    say(
      'Files have changed since the last commit: this is not a release of it.',
    );
  }
  const image = await buildImage({ version, source, baseFiles });
  const temporary = mkdtempSync(join(tmpdir(), 'ske-release-'));
  try {
    const tree = await buildRelease({
      ...options,
      source,
      image,
      helm,
      chart: join(root, 'charts', 'backstage-controller'),
      saveChart(content) {
        const file = join(temporary, 'backstage-controller.tgz');
        writeFileSync(file, content);
        return file;
      },
    });
    const folder = resolve(root, out);
    const stored = await storeRelease(tree, folderStore(folder), { replace });
    stored.written.forEach(path => say(join(folder, path)));
    say(
      `${stored.written.length} files written, ${stored.unchanged.length} were there`,
    );
    say(`image ${options.registry}/${options.imageName}:${version}`);
    say(`digest ${image.manifest.digest}`);
    say(`${(image.compressedSize / 1e6).toFixed(1)} MB compressed`);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

main().catch(error => {
  process.stderr.write(`[release] ${(error as Error).message}\n`);
  process.exit(1);
});
