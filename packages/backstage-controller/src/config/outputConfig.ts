import { nameSchemas } from '@syntasso/plugin-ske-common';
import { z } from 'zod';
import { text } from './values';

function hasAccount(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { username, password } = new URL(address);
  return username !== '' || password !== '';
}

/** A Secret; without a namespace it is beside the controller. */
const secretRef = z.strictObject({
  name: nameSchemas.object,
  namespace: nameSchemas.namespace.optional(),
});

const workOutput = z.strictObject({ type: z.literal('work') });

const gitOutput = z.strictObject({
  type: z.literal('git'),
  /** HTTPS address of the repository. */
  url: z
    .url({
      protocol: /^https?$/,
      error: 'Give the HTTPS address of a repository.',
    })
    .refine(
      value => !hasAccount(value),
      // It would be in errors, and so in Events and conditions.
      'has a user name or a password in it. Put them into a Secret, and name that in output.secretRef',
    ),
  branch: nameSchemas.branch.default('main'),
  /** Folder in the repository; default: its root. */
  path: z.string().default(''),
  /** A file in that folder, a Location of the catalog that names all others; default: none. */
  index: text()
    .refine(
      value => /^\w[\w.-]*\.ya?ml$/.test(value),
      'Give the name of a YAML file, such as catalog-index.yaml.',
    )
    .optional(),
  /** A Secret with `username` and `password`, as a GitStateStore's; none for a public repository. */
  secretRef: secretRef.optional(),
  author: z
    .strictObject({
      name: text().default('backstage-controller'),
      email: text().default('backstage-controller@localhost'),
    })
    .prefault({}),
});

const bucketOutput = z.strictObject({
  type: z.literal('bucket'),
  bucketName: text(),
  /** `host:port`, as a BucketStateStore's. */
  endpoint: text().refine(
    value => !value.includes('://'),
    'Give host and port without a scheme, such as s3.eu-west-1.amazonaws.com; insecure: true is for plain HTTP.',
  ),
  region: text().default('us-east-1'),
  /** Folder in the bucket; default: its root. */
  path: z.string().default(''),
  insecure: z.boolean().default(false),
  /** Whether the bucket is in the path of addresses; default: yes, except on AWS. */
  forcePathStyle: z.boolean().optional(),
  /** A file with certificate authorities in PEM, beside those that are known anyway. */
  caFile: text().optional(),
  authMethod: z.enum(['accessKey', 'IAM']).default('accessKey'),
  /** A Secret with `accessKeyID` and `secretAccessKey`, as a BucketStateStore's. */
  secretRef: secretRef.optional(),
});

/** Where entities are written to. */
export const outputSchema = z
  .discriminatedUnion('type', [workOutput, gitOutput, bucketOutput], {
    error: issue =>
      issue.code === 'invalid_union'
        ? 'Set it to one of work, git, bucket.'
        : undefined,
  })
  .refine(
    output =>
      output.type !== 'bucket' ||
      output.authMethod === 'IAM' ||
      output.secretRef !== undefined,
    {
      path: ['secretRef'],
      error:
        'is missing, and authMethod accessKey needs it. Name a Secret with accessKeyID and secretAccessKey, or set authMethod to IAM',
    },
  );

/** See {@link outputSchema}. */
export type OutputConfig = z.output<typeof outputSchema>;
/** Entities are committed to a repository. */
export type GitOutputConfig = Extract<OutputConfig, { type: 'git' }>;
/** Entities are objects of a bucket. */
export type BucketOutputConfig = Extract<OutputConfig, { type: 'bucket' }>;
