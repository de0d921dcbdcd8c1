import {
  hasCredential,
  isHttpAddress,
  nameSchemas,
} from '@syntasso/plugin-ske-common';
import { isSafePath } from '@syntasso/plugin-ske-node';
import { z } from 'zod';
import { text, tokenText } from './values';

const address = text()
  .refine(
    isHttpAddress,
    'Give its HTTPS address: https://host/organisation/repository.',
  )
  .refine(
    given => !hasCredential(given),
    'has a credential in it, which would show up in logs. Put it into ske.scm.token',
  );

/** `ske.scm`: the repository that requests go to. It is checked in every mode. */
export const scmSchema = z
  .strictObject({
    repoUrl: address.optional(),
    token: tokenText().optional(),
    type: z.enum(['github', 'gitlab']).optional(),
    username: text().optional(),
    path: text()
      .refine(isFolder, 'Give folders with "/" between them, without "..".')
      .optional(),
    branch: nameSchemas.branch.optional(),
    defaultAuthor: z
      .strictObject({ name: text().optional(), email: text().optional() })
      .optional(),
  })
  .refine(
    ({ token, type, username }) => !token || type || username,
    'has a token without the user name that goes with it. Set ske.scm.type to github or gitlab, or ske.scm.username',
  );

function isFolder(path: string): boolean {
  const folder = path.replace(/^\/+|\/+$/g, '');
  return folder === '' || isSafePath(folder);
}
