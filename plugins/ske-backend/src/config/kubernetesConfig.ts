import { nameSchemas } from '@syntasso/plugin-ske-common';
import { z } from 'zod';
import { text } from './values';

/** `ske.kubernetes`: the platform's cluster. */
export const kubernetesSchema = z.strictObject({
  platformName: text().optional(),
  namespaces: z.array(nameSchemas.namespace).min(1).optional(),
  kubeconfig: text().optional(),
  context: text().optional(),
});
