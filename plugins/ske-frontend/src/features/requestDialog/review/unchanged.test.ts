import type { JsonObject } from '@backstage/types';
import { SECRET_FIELD, storedSecretMark } from '@syntasso/plugin-ske-common';
import { resourceView } from '../../../__testUtils__';
import { takeSecrets } from '../../../form/secretValues';
import { readSpec, secretTexts, specText } from '../fill/specYaml';
import { manifestOf, type DialogTarget } from '../template/dialogTarget';
import { sectionsOf } from '../template/sections';
import { hasOtherChanges, isSameObject } from './unchanged';

const sections = sectionsOf([
  {
    title: 'Instance Metadata',
    properties: {
      objname: { type: 'string' },
      repoUrl: { type: 'string' },
      team: { type: 'string', default: 'blue' },
    },
  },
  {
    title: 'Specification',
    properties: {
      spec: {
        type: 'object',
        properties: {
          size: { type: 'string' },
          notes: { type: 'string' },
          password: { type: 'string', 'ui:field': SECRET_FIELD },
        },
      },
    },
  },
]);
const view = resourceView({});
const current = {
  ...view.manifest,
  spec: { size: 's', password: storedSecretMark(['spec', 'password']) },
};
const target: DialogTarget = {
  kind: 'update',
  resource: { ...view, manifest: current },
  templateRef: 'template:default/redis',
};

/** Whether a spec of the form is sent as it is there; its secrets have names. */
function isSame(spec: object, edit: typeof asIs = asIs) {
  const { values, secrets } = takeSecrets({ spec }, sections.schema);
  const wanted = manifestOf(
    target,
    { spec: edit(values.spec as JsonObject, secrets) },
    sections.parts,
  );
  return isSameObject(current, wanted, sections, secrets);
}

const asIs = (spec: JsonObject, _secrets: Record<string, string>) => spec;

/** Writes a spec as YAML, changes the text, and reads it again. */
const asYaml =
  (change: (text: string) => string): typeof asIs =>
  (spec, secrets) => {
    const texts = secretTexts(secrets, (of, number) => `(${of} ${number})`);
    const result = readSpec(
      change(specText(spec, texts)),
      sections.spec!,
      { notAnObject: '', unknown: field => field, problem: ({ key }) => key },
      texts,
    );
    if (result.kind === 'broken') throw new Error('The YAML is broken.');
    return result.spec;
  };

it('is the same with the secret that is stored, in whatever order', () => {
  const { size, password } = current.spec;
  expect(isSame({ password, size })).toBe(true);
  expect(isSame({ size: 'l', password })).toBe(false);
  expect(isSame({ size, password, notes: '' })).toBe(false);
  expect(isSame({ size })).toBe(false);
});

it('is another one with a secret that was typed, whatever that is', () => {
  expect(isSame({ size: 's', password: 'open sesame' })).toBe(false);
});

it('is the same when it was written as YAML and read again', () => {
  expect(
    isSame(
      current.spec,
      asYaml(text => `# As before.\n${text}`),
    ),
  ).toBe(true);
  expect(
    isSame(
      current.spec,
      asYaml(text => `${text}notes: new\n`),
    ),
  ).toBe(false);
});

it('counts what a Template makes labels of, and not where the request goes', () => {
  const form = (values: object, filledIn = true) => ({
    filledIn,
    values: { objname: 'cache', spec: {}, team: 'blue', ...values },
  });
  const isOther = (values: object, filledIn?: boolean) =>
    hasOtherChanges(target, form(values, filledIn), sections);
  expect(isOther({})).toBe(false);
  expect(isOther({ spec: { size: 'l' }, repoUrl: 'git?a=b' })).toBe(false);
  expect(isOther({ team: 'green' })).toBe(true);
  expect(isOther({ team: 'green' }, false)).toBe(false);
});
