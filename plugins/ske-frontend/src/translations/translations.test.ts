import {
  healthReasonCodes,
  healthStateSchema,
} from '@syntasso/plugin-ske-common';
import de from './de';
import { messages } from './messages';

function flatten(node: object, prefix = ''): [string, string][] {
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${prefix}${key}`, value] as [string, string]]
      : flatten(value as object, `${prefix}${key}.`),
  );
}
const english = new Map(flatten(messages));
const german = new Map(Object.entries(de));
const placeholders = (text: string | undefined) =>
  [...(text ?? '').matchAll(/\{\{(\w+)\}\}/g)].map(m => m[1]).sort();

/** Names, loan words, and texts that only put values together. */
const SAME_IN_BOTH = [
  'about.api',
  'about.links',
  'about.namespace',
  'about.version',
  'card.title',
  'common.notSet',
  'dialog.manifest',
  'dialog.previewPipelines',
  'error.notFound',
  'field.entryValue',
  'field.item',
  'field.yaml',
  'help.pipelines',
  'help.promise',
  'invalid.problem',
  'list.counted',
  'overview.many.destinations',
  'overview.many.promises',
  'overview.one.destinations',
  'overview.one.promises',
  'overview.promises',
  'overview.role.controller',
  'overview.role.destination',
  'overview.version',
  'platform.kubernetes',
  'platform.watchIs.live',
  'promise.name',
  'reason.unrecognised',
  'resource.manifest',
  'stale.badge',
];

describe('translations', () => {
  it('German has exactly the texts that English has', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it.each([...english])('%s uses the same names in both', (key, text) => {
    expect(placeholders(german.get(key))).toEqual(placeholders(text));
  });

  it('German is German, but for what is the same in both', () => {
    const same = [...english].filter(([key, text]) => german.get(key) === text);
    expect(same.map(([key]) => key).sort()).toEqual(SAME_IN_BOTH);
  });

  it('has each form of a text with a number', () => {
    const forms = (suffix: string) =>
      [...english.keys()]
        .filter(key => key.endsWith(suffix))
        .map(key => key.slice(0, -suffix.length));
    expect(forms('_one')).toEqual(forms('_other'));
    expect(forms('_one')).toContain('resource.files');
  });

  it('has a word for every state and a sentence for every reason', () => {
    expect(Object.keys(messages.health).sort()).toEqual(
      [...healthStateSchema.options].sort(),
    );
    for (const code of healthReasonCodes)
      expect(Object.keys(messages.reason)).toContain(code);
  });
});
