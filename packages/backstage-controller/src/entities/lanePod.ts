import type { JsonObject } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';
import { z } from 'zod';
import type { LanePod } from './Binding';

const object = z.custom<JsonObject>(isObject, 'must be an object');

/** The fields of a PipelineSpec that a Job is made with, beside its containers. */
const pipelineSchema = z.object({
  volumes: z.array(object).default([]),
  imagePullSecrets: z.array(object).default([]),
  nodeSelector: z.record(z.string(), z.string()).optional(),
  tolerations: z.array(object).optional(),
  affinity: object.optional(),
  jobOptions: z
    .object({ backoffLimit: z.number().int().min(0).optional() })
    .default({}),
  rbac: z
    .object({
      serviceAccount: z.string().min(1).optional(),
      permissions: z.array(object).default([]),
    })
    .default({ permissions: [] }),
});

/** What a PipelineSpec says about the pod of its Job, or why it cannot be made. */
export type ReadLanePod =
  | { kind: 'pod'; pod: Omit<LanePod, 'containers'> }
  | { kind: 'refused'; message: string };

/**
 * Reads a PipelineSpec as far as it is about the pod.
 *
 * @param where - the field that it is in, for messages
 */
export function readLanePod(where: string, spec: JsonObject): ReadLanePod {
  const read = pipelineSchema.safeParse(spec);
  if (!read.success) {
    const [{ path, message }] = read.error.issues;
    const field = [where, ...path.map(String)].join('.');
    return { kind: 'refused', message: `${field}: ${message}.` };
  }
  const { rbac, jobOptions, volumes, imagePullSecrets, ...scheduling } =
    read.data;
  if (rbac.permissions.length > 0) {
    return {
      kind: 'refused',
      message: `${where}.rbac.permissions asks for rights, which the controller does not give. Create a service account with them in its namespace, and name it in rbac.serviceAccount.`,
    };
  }
  return {
    kind: 'pod',
    pod: {
      volumes,
      imagePullSecrets,
      serviceAccount: rbac.serviceAccount,
      backoffLimit: jobOptions.backoffLimit,
      // What is undefined is no field of a pod.
      scheduling: JSON.parse(JSON.stringify(scheduling)) as JsonObject,
    },
  };
}
