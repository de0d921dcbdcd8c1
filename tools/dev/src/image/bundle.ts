import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { root } from '../root';

/** The controller's entry. */
export const CONTROLLER_ENTRY = 'packages/backstage-controller/src/main.ts';

/** Packages of this repository that are built in. */
const SOURCES = {
  '@syntasso/plugin-ske-common': 'plugins/ske-common/src/index.ts',
  '@syntasso/plugin-ske-node': 'plugins/ske-node/src/index.ts',
};

/**
 * What ske-node loads by name when it runs, and the controller uses of it. All of the
 * Kubernetes library would be 14 MB of code for kinds that nobody asks it for.
 */
const LOADED: Record<string, string[]> = {
  '@kubernetes/client-node': ['KubeConfig'],
};

/** A program in one file. */
export interface Bundle {
  code: Uint8Array;
  /** Packages of npm that are in it. */
  packages: BundledPackage[];
}

/** A package of npm in a {@link Bundle}. */
export interface BundledPackage {
  name: string;
  version: string;
  license: string | undefined;
  /** Where it is installed. */
  folder: string;
}

/**
 * Builds an entry of this repository and all that it imports into one file of CommonJS for
 * Node 22. The result depends on the sources alone, and not on where they are. It has neither
 * comments nor indentation, and is ASCII: one other character, and Node would keep all of it
 * in twice the memory.
 *
 * @param entry - path below the root, or absolute
 * @throws Error of esbuild that names the import or the line.
 */
export async function bundleProgram(entry: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    outfile: 'main.cjs',
    write: false,
    metafile: true,
    // Node keeps the whole text in memory. Names stay, so that stack traces can be read.
    minifyWhitespace: true,
    lineLimit: 120,
    charset: 'ascii',
    // Licenses are in a file of their own.
    legalComments: 'none',
    // Else the paths in the output are those of links, where node_modules is one.
    preserveSymlinks: true,
    logLevel: 'silent',
    alias: Object.fromEntries(
      Object.entries(SOURCES).map(([name, file]) => [name, join(root, file)]),
    ),
    plugins: [loadPackageFromBundle],
  });
  return {
    code: Buffer.from(escapeRest(outputFiles[0].text)),
    packages: packagesIn(metafile),
  };
}

/** Regular expressions, in which esbuild leaves characters as they are. */
const escapeRest = (code: string) =>
  code.replace(
    /[^\0-\x7f]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/**
 * ske-node's `loadPackage` finds packages on the disk. In the bundle it finds those of
 * {@link LOADED}, and says of all others that the controller has none of them.
 */
const loadPackageFromBundle: Plugin = {
  name: 'load-package-from-bundle',
  setup({ onLoad }) {
    onLoad(
      { filter: /[\\/]ske-node[\\/]src[\\/]utils[\\/]loadPackage\.ts$/ },
      args => ({
        resolveDir: dirname(args.path),
        loader: 'ts',
        contents: `
import { ServiceUnavailableError } from '@backstage/errors';
${Object.entries(LOADED)
  .map(([name, used]) => `import { ${used.join(', ')} } from '${name}';`)
  .join('\n')}

const packages: Record<string, object> = {
${Object.entries(LOADED)
  .map(([name, used]) => `  '${name}': { ${used.join(', ')} },`)
  .join('\n')}
};

export function loadPackage(name: string, purpose: string): unknown {
  if (Object.hasOwn(packages, name)) return packages[name];
  throw new ServiceUnavailableError(
    \`The package \${name}, which is for \${purpose}, is not part of this program.\`,
  );
}
`,
      }),
    );
  },
};

function packagesIn({ outputs }: Metafile): BundledPackage[] {
  const found = new Map<string, BundledPackage>();
  for (const { inputs } of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const [installed] =
        /^.*node_modules\/(@[^/]+\/)?[^/@]+(?=\/)/.exec(path) ?? [];
      if (!installed || bytesInOutput === 0) continue;
      const one = readPackage(join(root, installed));
      found.set(`${one.name}@${one.version}`, one);
    }
  }
  return [...found.keys()].sort().map(key => found.get(key)!);
}

function readPackage(folder: string): BundledPackage {
  const { name, version, license } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as { name: string; version: string; license?: string | { type: string } };
  return {
    name,
    version,
    license: typeof license === 'object' ? license.type : license,
    folder,
  };
}
