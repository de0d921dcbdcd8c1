import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import { stringify } from 'yaml';

/** The file with entities, below the folder of what they stand for. @public */
export const CATALOG_INFO = 'catalog-info.yaml';

/** Entities as documents of a file. @public */
export const documentsOf = (entities: readonly Entity[]): JsonObject[] =>
  // What is undefined is no part of a document.
  JSON.parse(JSON.stringify(entities)) as JsonObject[];

/**
 * The text of a YAML file with documents. The same documents give the same bytes: a
 * repository has a commit only when something has changed.
 *
 * @public
 */
export const serializeDocuments = (documents: readonly JsonObject[]): string =>
  documents
    .map(document =>
      stringify(document, { lineWidth: 0, aliasDuplicateObjects: false }),
    )
    .join('---\n');
