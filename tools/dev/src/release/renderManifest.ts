import { runCommand, type RunCommand } from '@internal/testbed';
import { parseAllDocuments } from 'yaml';

/** Where SKE installs its controllers. */
const NAMESPACE = 'kratix-platform-system';

/**
 * Renders a packed chart into one file for `kubectl apply`, with its CRDs.
 *
 * @throws Error with what Helm says, and when an image would be pulled from elsewhere.
 */
export async function renderManifest(options: {
  helm: string;
  /** Path of the `.tgz`. */
  chart: string;
  /** Host and name of the image, which each reference has to begin with. */
  image: string;
  run?: RunCommand;
}): Promise<string> {
  const { helm, chart, image, run = runCommand } = options;
  const { code, output } = await run(helm, [
    ...['template', 'backstage-controller', chart],
    ...['--namespace', NAMESPACE, '--include-crds'],
    // Else it takes every cluster for the version that it was built for.
    ...['--kube-version', '1.36.0'],
  ]);
  if (code !== 0) throw new Error(`helm template: ${output.trim()}`);
  const elsewhere = imagesIn(output).filter(
    one => !one.startsWith(`${image}:`) && !one.startsWith(`${image}@`),
  );
  if (elsewhere.length > 0) {
    throw new Error(
      `The chart names images that are not ${image}: ${elsewhere.join(
        ', ',
      )}. Whoever mirrors the release would miss them.`,
    );
  }
  return output;
}

/** Values of all keys `image` in a text of YAML documents. */
export function imagesIn(manifest: string): string[] {
  const found = new Set<string>();
  const look = (value: unknown) => {
    if (Array.isArray(value)) value.forEach(look);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inside] of Object.entries(value)) {
        if (key === 'image' && typeof inside === 'string') found.add(inside);
        look(inside);
      }
    }
  };
  parseAllDocuments(manifest).forEach(document => look(document.toJS()));
  return [...found].sort();
}
