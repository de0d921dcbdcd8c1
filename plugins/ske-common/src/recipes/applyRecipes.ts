import type { JsonObject } from '@backstage/types';
import { at } from '../kubernetes/json';
import {
  hasNamespacePlaceholder,
  NAMESPACE_PLACEHOLDER,
  withoutNamespaceField,
} from './hideNamespace';
import { mergePatch } from './mergePatch';
import { findDocument, findItem, type FoundItem, type NotFound } from './place';
import type { AppliedRecipes, OutputFiles, Recipe } from './Recipe';
import { withSingleSpecPage } from './singleSpecPage';

/**
 * Applies recipes one after the other. All of them, or none: the files that are given stay
 * as they are.
 *
 * @param files - `catalog-info.yaml`, and others that recipes name
 * @public
 */
export function applyRecipes(
  files: OutputFiles,
  recipes: readonly Recipe[],
): AppliedRecipes {
  const copy = JSON.parse(JSON.stringify(files)) as OutputFiles;
  for (const [index, recipe] of recipes.entries()) {
    const problem = apply(copy, recipe);
    if (problem) {
      return { kind: 'refused', problems: [{ recipe: index, ...problem }] };
    }
  }
  return { kind: 'applied', files: copy };
}

/** Changes the files. @returns why it does not */
function apply(files: OutputFiles, recipe: Recipe): NotFound | undefined {
  const found = findDocument(files, recipe.target);
  if ('message' in found) return found;
  const { documents, index, document } = found;
  const item = findItem(document, recipe.target.list);
  if (item && 'message' in item) return item;
  const put = (changed: JsonObject) => {
    documents[index] = changed;
    return undefined;
  };
  switch (recipe.op) {
    case 'merge':
      if (!item) return put(mergePatch(document, recipe.patch));
      item.list[item.index] = mergePatch(item.item, recipe.patch);
      return undefined;
    case 'remove':
      item?.list.splice(item.index, 1);
      return undefined;
    case 'singleSpecPage':
      return put(withSingleSpecPage(document));
    case 'hideNamespaceManifest': {
      const { field, defaultNamespace } = recipe;
      return (
        missingPlaceholder(item, field) ??
        put(withoutNamespaceField(document, defaultNamespace))
      );
    }
    default:
      return recipe satisfies never;
  }
}

function missingPlaceholder(
  item: FoundItem | undefined,
  field: string,
): NotFound | undefined {
  const value =
    item && 'item' in item ? at(item.item, ...field.split('.')) : undefined;
  return hasNamespacePlaceholder(value)
    ? undefined
    : {
        message: `field "${field}" has no ${NAMESPACE_PLACEHOLDER} placeholder`,
        remedy:
          'Name the field of the step in which the manifest is, before another recipe has hidden the namespace.',
      };
}
