import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildImage, buildProgram } from './image/buildImage';
import { sourceRevision } from './image/sourceRevision';
import { updateBase } from './image/updateBase';
import { root } from './root';

const help = `npm run image:controller -- [options]

Builds the image of the controller, without a container engine: an OCI image layout in
DIR/image, and in DIR/sbom the list of its contents, which refers to it. The same commit
gives the same digest. Push it with
  crane push DIR/image HOST/NAME:VERSION

  --out DIR          where they go (default: .cache/image/out)
  --version V        version that the image says it is (default: that of package.json)
  --base-files DIR   has Node and Debian's packages as base.lock.json names them, for a
                     machine that reaches neither npm nor Debian's mirrors
  --program          only the program, as one file main.cjs for Node 22 and its licenses, for
                     a base image of your own
  --update-base      writes the newest versions of these into base.lock.json, and ends
  --help             this text
`;

async function main() {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: '.cache/image/out' },
      version: { type: 'string', default: packageVersion() },
      'base-files': { type: 'string' },
      program: { type: 'boolean', default: false },
      'update-base': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  if (values['update-base']) {
    const { node, debian } = await updateBase();
    process.stdout.write(
      [`node ${node.version}`]
        .concat(
          debian.packages.map(({ name, version }) => `${name} ${version}`),
        )
        .map(line => `${line}\n`)
        .join(''),
    );
    return;
  }
  const out = resolve(root, values.out);
  if (values.program) {
    mkdirSync(out, { recursive: true });
    const { files } = await buildProgram();
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(out, name), content);
    }
    process.stdout.write(`${join(out, 'main.cjs')}\n`);
    return;
  }
  const image = await buildImage({
    version: values.version,
    source: await sourceRevision(),
    baseFiles: values['base-files'],
  });
  image.blobs.writeLayout(join(out, 'image'), [image.manifest]);
  image.sbom.blobs.writeLayout(join(out, 'sbom'), [image.sbom.manifest]);
  writeFileSync(
    join(out, 'sbom.cdx.json'),
    JSON.stringify(image.sbomDocument, undefined, 2),
  );
  process.stdout.write(
    `${join(out, 'image')}
digest      ${image.manifest.digest}
compressed  ${megabytes(image.compressedSize)}
unpacked    ${megabytes(image.size)}
`,
  );
}

const packageVersion = () =>
  (
    JSON.parse(
      readFileSync(
        join(root, 'packages/backstage-controller/package.json'),
        'utf8',
      ),
    ) as { version: string }
  ).version;

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

main().catch(error => {
  process.stderr.write(`[image] ${(error as Error).message}\n`);
  process.exit(1);
});
