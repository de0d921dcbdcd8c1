import type { JsonObject } from '@backstage/types';
import { at } from '../kubernetes/json';
import {
  hasNamespacePlaceholder,
  NAMESPACE_PLACEHOLDER,
  withoutNamespaceField,
} from './hideNamespace';
import { mergePatch } from './mergePatch';
import { findDocument, findItem, type FoundItem, type NotFound } from './place';
import type {
  AppliedRecipes,
  OutputFiles,
  Recipe,
  RecipeTarget,
} from './Recipe';
import { withSingleSpecPage } from './singleSpecPage';

/**
 * Applies recipes one after the other. All of them, or none: the files that are given stay
 * as they are.
 *
 * @param files - `catalog-info.yaml`, and others that recipes name
 * @param original - the files before any recipe, where others were applied before these
 * @public
 */
export function applyRecipes(
  files: OutputFiles,
  recipes: readonly Recipe[],
  original: OutputFiles = files,
): AppliedRecipes {
  const copy = JSON.parse(JSON.stringify(files)) as OutputFiles;
  for (const [index, recipe] of recipes.entries()) {
    const problem = apply(copy, recipe, original);
    if (problem) {
      return { kind: 'refused', problems: [{ recipe: index, ...problem }] };
    }
  }
  return { kind: 'applied', files: copy };
}

/** Changes the files. @returns why it does not */
function apply(
  files: OutputFiles,
  recipe: Recipe,
  original: OutputFiles,
): NotFound | undefined {
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
      if (hasPlaceholder(item, field))
        return put(withoutNamespaceField(document, defaultNamespace));
      // One recipe hides it in all steps. Others have a recipe for each of them, some of
      // them in a container that sees only what the one before it has left.
      return hadPlaceholder(original, recipe.target, field) ||
        isHidden(document, item, recipe)
        ? undefined
        : missingPlaceholder(field);
    }
    default:
      return recipe satisfies never;
  }
}

const hasPlaceholder = (item: FoundItem | undefined, field: string): boolean =>
  item !== undefined &&
  'item' in item &&
  hasNamespacePlaceholder(at(item.item, ...field.split('.')));

function hadPlaceholder(
  original: OutputFiles,
  target: RecipeTarget,
  field: string,
): boolean {
  const found = findDocument(original, target);
  return (
    'document' in found &&
    hasPlaceholder(findItem(found.document, target.list), field)
  );
}

/** Whether nothing waits for the namespace any more, and the field has this one. */
function isHidden(
  document: JsonObject,
  item: FoundItem | undefined,
  { field, defaultNamespace }: Extract<Recipe, { op: 'hideNamespaceManifest' }>,
): boolean {
  const text =
    item && 'item' in item ? at(item.item, ...field.split('.')) : undefined;
  return (
    typeof text === 'string' &&
    text.includes(defaultNamespace) &&
    !hasNamespacePlaceholder(JSON.stringify(document))
  );
}

const missingPlaceholder = (field: string): NotFound => ({
  message: `field "${field}" has no ${NAMESPACE_PLACEHOLDER} placeholder`,
  remedy: 'Name the field of the step in which the manifest is.',
});
