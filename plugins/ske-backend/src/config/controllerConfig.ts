import { hasCredential, isHttpAddress } from '@syntasso/plugin-ske-common';
import { z } from 'zod';
import { text } from './values';

/** Instead of zod's own message: it must not show the token. */
const NO_TOKEN = 'is no text, or an empty one. Put the token in quotes';

const address = text()
  .refine(
    isHttpAddress,
    'Give its address, such as http://backstage-controller.kratix-platform-system:8080.',
  )
  .refine(
    given => !hasCredential(given),
    'has a credential in it, which would show up in logs. Put it into ske.controller.token',
  );

/** `ske.controller`: the controller that keeps catalog entities, to ask how that stands. */
export const controllerSchema = z.strictObject({
  url: address,
  token: z.string({ error: NO_TOKEN }).min(1, NO_TOKEN).optional(),
  caFile: text().optional(),
});
