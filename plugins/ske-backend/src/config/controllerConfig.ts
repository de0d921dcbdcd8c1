import { hasCredential, isHttpAddress } from '@syntasso/plugin-ske-common';
import { z } from 'zod';
import { text, tokenText } from './values';

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
  token: tokenText().optional(),
  caFile: text().optional(),
});
