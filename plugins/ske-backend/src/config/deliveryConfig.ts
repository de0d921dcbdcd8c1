import { nameSchemas, parseRepoUrl } from '@syntasso/plugin-ske-common';
import { z } from 'zod';
import { text } from './values';

/** What `integrations` of app-config says about a host; undefined for one that it does not have. */
export type HostTypeOf = (host: string) => string | undefined;

/** How many parts a repository has after its host. */
interface PartCount {
  least: number;
  most?: number;
}

/** An owner may be a group within others, and an address may have more before it. */
const OWNER_AND_NAME: PartCount = { least: 2 };
const PARTS: Record<string, PartCount | undefined> = {
  azure: { least: 3 },
  bitbucketCloud: { least: 2, most: 2 },
  github: { least: 2, most: 2 },
};

/** `ske.delivery`: what submitting a generated Template does. */
export const deliverySchema = (hostTypeOf: HostTypeOf) =>
  z.strictObject({
    type: z.enum(['push', 'pull-request']).optional(),
    requestsRepoUrl: text()
      .refine(
        value => namesRepository(value, hostTypeOf),
        'Write it as host?owner=organisation&repo=name, with a host that integrations of app-config has.',
      )
      .optional(),
    targetBranch: nameSchemas.branch.optional(),
    repositories: z
      .array(
        text().refine(
          value => canMatch(value, hostTypeOf),
          'It names no repository. Write it as host/owner/name, with a host that integrations of app-config has; * stands for one part, at the end for all that follows.',
        ),
      )
      .optional(),
    targetBranches: z
      .array(
        text().refine(
          isBranchPattern,
          'Give the name of a branch, such as main or release/*.',
        ),
      )
      .optional(),
  });

function namesRepository(value: string, hostTypeOf: HostTypeOf): boolean {
  const location = parseRepoUrl(value);
  if (!location) return false;
  const { host, owner, workspace, project, organization } = location;
  switch (hostTypeOf(host)) {
    case undefined:
      return false;
    case 'bitbucketCloud':
      return Boolean(workspace ?? owner);
    case 'bitbucketServer':
      return Boolean(project ?? owner);
    case 'azure':
      return Boolean(organization && (project ?? owner));
    default:
      return Boolean(owner);
  }
}

/** Whether there can be a repository that a pattern of host/owner/name stands for. */
function canMatch(value: string, hostTypeOf: HostTypeOf): boolean {
  if (value.includes('?')) return namesRepository(value, hostTypeOf);
  const [host, ...parts] = value
    .replace(/^https?:\/\//, '')
    .replace(/(\.git)?\/?$/, '')
    .split('/');
  const endsOpen = value.endsWith('*');
  if (host.includes('*')) return endsOpen || parts.length >= 2;
  const type = hostTypeOf(host.toLowerCase()) ?? hostTypeOf(host);
  if (!type || parts.includes('')) return false;
  const { least, most = Infinity } = PARTS[type] ?? OWNER_AND_NAME;
  if (parts.length > most) return false;
  return parts.length >= least || (endsOpen && parts.length > 0);
}

function isBranchPattern(value: string): boolean {
  return nameSchemas.branch.safeParse(value.replaceAll('*', 'x')).success;
}
