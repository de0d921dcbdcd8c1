import { parseArgs } from 'node:util';

/** What `npm run release:controller` was asked for. */
export interface ReleaseOptions {
  version: string;
  out: string;
  registry: string;
  /** Name of the image in the registry. */
  imageName: string;
  pullSecret: string | undefined;
  baseFiles: string | undefined;
  replace: boolean;
}

export const releaseHelp = `npm run release:controller -- --version vX.Y.Z --out DIR [options]

Builds a release of the controller, and writes it into the tree that clusters without
internet install from: backstage-controller/vX.Y.Z, and the same below the names
ske-backstage-controller and ske-portal-controller. What else is in DIR is left alone.

  --registry HOST      registry that the cluster pulls from (default: ghcr.io)
  --image NAME         name of the image there (default: syntasso/backstage-controller)
  --pull-secret NAME   Secret with the registry's password; '' for none (default: that of
                       the chart)
  --base-files DIR     as of npm run image:controller
  --replace            replace a release of this version that is there and different
  --help               this text
`;

const VERSION = /^v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;
const HOST = /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._/-]+)?$/;
const NAME = /^[a-z0-9]+([._/-]+[a-z0-9]+)*$/;

/** @throws Error that names the option and what it takes. */
export function readReleaseOptions(args: string[]): ReleaseOptions | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      version: { type: 'string' },
      out: { type: 'string' },
      registry: { type: 'string', default: 'ghcr.io' },
      image: { type: 'string', default: 'syntasso/backstage-controller' },
      'pull-secret': { type: 'string' },
      'base-files': { type: 'string' },
      replace: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const { version, out, registry, image } = values;
  if (out === undefined) {
    throw new Error('--out DIR is missing: the folder that releases go to.');
  }
  check('--version', version, VERSION, 'a version such as v1.2.3');
  check('--registry', registry, HOST, 'a host such as registry.example.org');
  check('--image', image, NAME, 'a name such as platform/backstage-controller');
  return {
    version: version as string,
    out,
    registry,
    imageName: image,
    pullSecret: values['pull-secret'],
    baseFiles: values['base-files'],
    replace: values.replace,
  };
}

function check(
  option: string,
  value: string | undefined,
  pattern: RegExp,
  takes: string,
) {
  if (value !== undefined && pattern.test(value)) return;
  throw new Error(
    value === undefined
      ? `${option} is missing: it takes ${takes}.`
      : `${option} is "${value}"; it takes ${takes}.`,
  );
}
