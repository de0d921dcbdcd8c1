import {
  parseEntityRef,
  type CompoundEntityRef,
} from '@backstage/catalog-model';

/** A reference as it is written; undefined for what is none: texts may hold anything. */
export function readRef(
  text: string | undefined,
  context: { defaultKind?: string } = {},
): CompoundEntityRef | undefined {
  if (text === undefined) return undefined;
  try {
    return parseEntityRef(text, context);
  } catch {
    return undefined;
  }
}
