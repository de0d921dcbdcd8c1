import { InputError } from '@backstage/errors';
import { manifestSchema, type Manifest } from '@syntasso/plugin-ske-common';
import { parseAllDocuments } from 'yaml';

/**
 * Reads one Kubernetes object from YAML or JSON. Its namespace is `default`
 * when it names none.
 *
 * @throws InputError that names the line or the field, and the remedy.
 */
export function readManifest(text: string): Manifest {
  // Aliases are how a small document becomes a huge one.
  const documents = parseAllDocuments(text, { merge: false });
  if (!Array.isArray(documents)) {
    throw new InputError('manifest: is empty. Give one YAML document.');
  }
  const problem = documents.flatMap(d => d.errors)[0];
  if (problem) {
    throw new InputError(`manifest: not valid YAML. ${problem.message}`);
  }
  const contents = documents
    .map(document => document.toJS({ maxAliasCount: 50 }) as unknown)
    .filter(content => content !== null);
  if (contents.length !== 1) {
    throw new InputError(
      `manifest: holds ${contents.length} documents. Give exactly one.`,
    );
  }
  const result = manifestSchema.safeParse(contents[0]);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new InputError(
      `manifest: ${issue.path.join('.') || 'the document'} ${
        issue.message
      }. A Kubernetes object has apiVersion, kind and metadata.name.`,
    );
  }
  const { metadata } = result.data;
  return {
    ...result.data,
    metadata: { ...metadata, namespace: metadata.namespace ?? 'default' },
  };
}
