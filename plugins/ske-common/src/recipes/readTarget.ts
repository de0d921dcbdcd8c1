import { z } from 'zod';
import type { RecipeProblem, RecipeTarget } from './Recipe';

const selectorSchema = z.object({
  path: z.string().min(1),
  key: z.string().min(1),
  value: z.union([z.string(), z.number(), z.boolean()]).transform(String),
});

const targetSchema = z
  .object({
    kind: z.string().min(1).optional(),
    file: z.string().min(1).optional(),
    list: z.union([selectorSchema, z.array(selectorSchema).min(1)]).optional(),
  })
  .transform(({ kind, file, list = [] }) => ({
    kind,
    file,
    list: Array.isArray(list) ? list : [list],
  }));

/** Reads what a recipe is about. */
export function readTarget(
  value: unknown,
): RecipeTarget | Omit<RecipeProblem, 'recipe'> {
  const read = targetSchema.safeParse(value);
  if (!read.success) {
    const [{ path, message }] = read.error.issues;
    const field = ['target', ...path.map(String)].join('.');
    return {
      message: `${field} cannot be read: ${message}`,
      remedy:
        'Write target.kind or target.file, and for an item of a list target.list with path, key and value.',
    };
  }
  const { kind, file, list } = read.data;
  if (kind !== undefined && file === undefined)
    return { document: { by: 'kind', kind }, list };
  if (file !== undefined && kind === undefined)
    return { document: { by: 'file', file }, list };
  return {
    message: `target must set exactly one of kind or file, got ${
      kind === undefined ? 'neither' : 'both'
    }`,
    remedy:
      'Write the kind of a document of catalog-info.yaml, or the path of another file.',
  };
}
