import {
  manifestSchema,
  readYamlDocuments,
  type Manifest,
} from '@syntasso/plugin-ske-common';

/** A manifest as a request's record has it; undefined for what is none. */
export function readRecordedManifest(
  text: string | undefined,
): Manifest | undefined {
  if (!text) return undefined;
  try {
    const read = readYamlDocuments(text);
    if (read.kind === 'broken') return undefined;
    const parsed = manifestSchema.safeParse(read.documents[0]?.toJS());
    return parsed.success ? parsed.data : undefined;
  } catch {
    // A few aliases can stand for very much.
    return undefined;
  }
}
