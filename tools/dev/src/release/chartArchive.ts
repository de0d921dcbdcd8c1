import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseDocument, type Document } from 'yaml';
import { compress, writeTar, type ArchiveEntry } from '../image/tar';

/** What a chart is packed for. */
export interface ChartRelease {
  /** `v1.2.3`: the tag of the image; without the v it is the version of the chart. */
  version: string;
  /** Host of the registry that images are pulled from. */
  registry: string;
  /** Name of the controller's image there. */
  image: string;
  /** Secret with the registry's password; '' for none, undefined for what the chart says. */
  pullSecret?: string;
}

/** Files of a chart's folder that are for its tests. */
const LEFT_OUT = /^(ci\/|\.helmignore$)/;

/**
 * Packs a chart as `helm package` does, with the version and the addresses of images of a
 * release, but reproducibly: Helm puts the time into the archive.
 *
 * @returns the content of the `.tgz`
 */
export async function packChart(
  folder: string,
  release: ChartRelease,
): Promise<Buffer> {
  const files = filesBelow(folder).filter(path => !LEFT_OUT.test(path));
  const contents = new Map(
    files.map(path => [path, readFileSync(join(folder, path))]),
  );
  const chart = documentIn(contents, 'Chart.yaml');
  chart.set('version', chartVersion(release.version));
  chart.set('appVersion', release.version);
  const values = documentIn(contents, 'values.yaml');
  const registry = ['imageRegistry'];
  values.setIn([...registry, 'host'], release.registry);
  values.setIn(
    [...registry, 'backstageControllerImage', 'name'],
    release.image,
  );
  if (release.pullSecret !== undefined) {
    values.setIn([...registry, 'imagePullSecret'], release.pullSecret);
  }
  contents.set('Chart.yaml', Buffer.from(String(chart)));
  contents.set('values.yaml', Buffer.from(String(values)));
  const entries = [...contents].map(
    ([path, content]): ArchiveEntry => ({
      path: `${String(chart.get('name'))}/${path}`,
      type: 'file',
      content,
    }),
  );
  return compress(await writeTar(entries));
}

/** Charts have versions without a v. */
export const chartVersion = (version: string) => version.replace(/^v/, '');

function documentIn(contents: Map<string, Buffer>, path: string): Document {
  const content = contents.get(path);
  if (!content) throw new Error(`The chart has no ${path}.`);
  return parseDocument(content.toString('utf8'));
}

/** Paths of all files below a folder, with slashes. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(path => join(folder, path))
    .filter(path => statSync(path).isFile())
    .map(path => relative(folder, path).split(sep).join('/'))
    .sort();
}
