import { isObject } from '../kubernetes/json';
import { DNS_LABEL } from '../kubernetes/nameSchemas';
import { aliasesExpandTooFar } from '../utils/aliasesExpandTooFar';
import { isNestedDeeperThan } from '../utils/isNestedDeeperThan';
import { readYamlDocuments } from '../utils/readYamlDocuments';
import { readTarget } from './readTarget';
import type { ReadRecipes, Recipe, RecipeProblem } from './Recipe';

const TOO_FAR =
  'It has aliases that stand for nothing, for too much or for themselves: write out what they repeat';

/** Of a merge too much would be copied. */
const DEEPEST = 100;

/** What one recipe says, or what is wrong with it. */
type ReadRecipe = Recipe | Omit<RecipeProblem, 'recipe'>;

/**
 * Reads recipes: each document of the text is one, or a list of some. All of them are
 * checked before any is applied. Never throws.
 *
 * @param firstRecipe - the number of the first one, where others come before
 * @public
 */
export function readRecipes(text: string, firstRecipe = 0): ReadRecipes {
  const contents = contentsOf(text);
  if (typeof contents === 'string') {
    return {
      kind: 'refused',
      problems: [
        {
          recipe: firstRecipe,
          message: contents,
          remedy: 'Write one YAML document for each recipe.',
        },
      ],
    };
  }
  const recipes: Recipe[] = [];
  const problems: RecipeProblem[] = [];
  contents.forEach((content, index) => {
    const read = readRecipe(content);
    if ('op' in read) recipes.push(read);
    else problems.push({ recipe: firstRecipe + index, ...read });
  });
  return problems.length > 0
    ? { kind: 'refused', problems }
    : { kind: 'recipes', recipes };
}

/** What each recipe says, or why the text cannot be read. */
function contentsOf(text: string): unknown[] | string {
  try {
    if (isNestedDeeperThan(text, DEEPEST)) return 'It is nested too deep';
    const read = readYamlDocuments(text, { uniqueKeys: true });
    if (read.kind === 'broken') return read.problem;
    const contents = read.documents.map((document): unknown => document.toJS());
    if (aliasesExpandTooFar(contents, text)) return TOO_FAR;
    return contents
      .filter(content => content !== null && content !== undefined)
      .flatMap(content => (Array.isArray(content) ? content : [content]));
  } catch {
    // The library refuses aliases, too.
    return TOO_FAR;
  }
}

function readRecipe(content: unknown): ReadRecipe {
  if (!isObject(content)) {
    return {
      message: 'a recipe must be an object',
      remedy: 'Write target, and op or patch.',
    };
  }
  const { patch, field } = content;
  const op = content.op ?? 'merge';
  const target = readTarget(content.target);
  if ('message' in target) return target;
  switch (op) {
    case 'merge':
      return isObject(patch) && Object.keys(patch).length > 0
        ? { op: 'merge', target, patch }
        : {
            message: 'missing or empty patch',
            remedy: 'Write under patch what is to be merged.',
          };
    case 'remove':
      return target.list.length > 0
        ? { op: 'remove', target }
        : needsList('remove');
    case 'singleSpecPage':
      return { op: 'singleSpecPage', target };
    case 'hideNamespaceManifest': {
      const { defaultNamespace = 'default' } = content;
      if (target.list.length === 0) return needsList('hideNamespaceManifest');
      if (typeof field !== 'string' || field === '') {
        return {
          message: 'op "hideNamespaceManifest" needs field',
          remedy:
            'Write where the step has the manifest, such as input.manifest.',
        };
      }
      // It becomes a part of the steps, where any other text could be an expression.
      return typeof defaultNamespace === 'string' &&
        DNS_LABEL.test(defaultNamespace)
        ? { op: 'hideNamespaceManifest', target, field, defaultNamespace }
        : {
            message: 'defaultNamespace is not the name of a namespace',
            remedy: 'Write lower-case letters, digits and hyphens, at most 63.',
          };
    }
    default:
      return {
        message: `unknown op ${JSON.stringify(op)}`,
        remedy:
          'Write merge, remove, singleSpecPage or hideNamespaceManifest; without op it is merge.',
      };
  }
}

const needsList = (op: string) => ({
  message: `op "${op}" needs target.list`,
  remedy: 'Write path, key and value of the item.',
});
