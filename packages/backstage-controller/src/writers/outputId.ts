import { nameSchemas } from '@syntasso/plugin-ske-common';
import { z } from 'zod';
import type { OutputId } from './EntityWriter';

const about = {
  portal: z.string().min(1).optional(),
  promise: nameSchemas.object,
};

const schema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('promise'), ...about }),
  z.object({
    kind: z.literal('resource'),
    ...about,
    namespace: nameSchemas.namespace,
    name: nameSchemas.object,
  }),
]);

/** An output's id as text that is the same for the same output. */
export const formatOutputId = (id: OutputId): string =>
  JSON.stringify({
    kind: id.kind,
    ...(id.portal === undefined ? {} : { portal: id.portal }),
    promise: id.promise,
    ...(id.kind === 'resource'
      ? { namespace: id.namespace, name: id.name }
      : {}),
  });

/** Reads what {@link formatOutputId} has written; undefined for anything else. */
export function parseOutputId(text: string | undefined): OutputId | undefined {
  if (text === undefined) return undefined;
  try {
    const { portal, ...rest } = schema.parse(JSON.parse(text));
    return { ...rest, portal };
  } catch {
    // Somebody has changed it by hand: it is no output of ours any more.
    return undefined;
  }
}
