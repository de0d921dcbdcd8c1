import { parseArgs } from 'node:util';

/** What `npm run release:publish` was asked for. */
export interface PublishOptions {
  from: string;
  /** Undefined: all that are there. */
  version: string | undefined;
  replace: boolean;
  /** Whether archives of the image go there, too. */
  withImage: boolean;
  to:
    | {
        type: 'bucket';
        bucket: string;
        prefix: string;
        endpoint: string | undefined;
        region: string;
      }
    | { type: 'git'; url: string; branch: string; prefix: string };
}

export const publishHelp = `npm run release:publish -- --from DIR (--bucket … | --git …) [options]

Puts releases that npm run release:controller has written into a bucket or a Git
repository. Files that are there already stay as they are, so it may be done again. What
else is there, such as ske/…, is left alone.

  --from DIR           the --out of npm run release:controller
  --version vX.Y.Z     only this version
  --bucket NAME[/DIR]  a bucket of S3, or of what speaks the same; credentials as the AWS
                       command line finds them (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY)
  --endpoint URL       address of the store where it is not AWS
  --region REGION      default: AWS_REGION, else us-east-1
  --git URL            a Git repository, as git clone takes it
  --branch BRANCH      default: main
  --path DIR           folder in the repository
  --with-image         with --git: archives of the image, too; they are big, and a registry
                       is the better place
  --replace            replace files of a release that are there and different
  --help               this text
`;

/** @throws Error that names the option and what it takes. */
export function readPublishOptions(
  args: string[],
  env: NodeJS.ProcessEnv,
): PublishOptions | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      from: { type: 'string' },
      version: { type: 'string' },
      bucket: { type: 'string' },
      endpoint: { type: 'string' },
      region: { type: 'string' },
      git: { type: 'string' },
      branch: { type: 'string', default: 'main' },
      path: { type: 'string', default: '' },
      'with-image': { type: 'boolean', default: false },
      replace: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const { from, bucket, git, version, replace } = values;
  if (from === undefined) {
    throw new Error(
      '--from DIR is missing: the folder that npm run release:controller has written.',
    );
  }
  if ((bucket === undefined) === (git === undefined)) {
    throw new Error('It takes one of --bucket NAME and --git URL.');
  }
  const common = { from, version, replace };
  if (git !== undefined) {
    if (values.path.split('/').includes('..')) {
      throw new Error(
        `--path is "${values.path}"; it takes a folder in the repository, without "..".`,
      );
    }
    return {
      ...common,
      withImage: values['with-image'],
      to: {
        type: 'git',
        url: git,
        branch: values.branch,
        prefix: withoutSlashes(values.path),
      },
    };
  }
  const [name, ...folders] = withoutSlashes(
    (bucket ?? '').replace(/^s3:\/\//, ''),
  ).split('/');
  if (!name) throw new Error('--bucket takes the name of a bucket.');
  return {
    ...common,
    withImage: true,
    to: {
      type: 'bucket',
      bucket: name,
      prefix: folders.join('/'),
      endpoint: values.endpoint,
      region: values.region ?? (env.AWS_REGION || 'us-east-1'),
    },
  };
}

const withoutSlashes = (path: string) => path.replace(/^\/+|\/+$/g, '');
