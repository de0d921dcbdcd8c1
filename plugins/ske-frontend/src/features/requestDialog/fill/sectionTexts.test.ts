import type { JsonObject } from '@backstage/types';
import { kratix, makeOfferingTemplate } from '@syntasso/plugin-ske-common';
import { sectionsOf, type Section } from '../template/sections';
import { sectionProperties, sectionTitle } from './sectionTexts';

const t = (key: string) => key;

/** The sections of the Template that the backend makes of a Promise. */
function sectionsOfPromise(
  annotations: Record<string, string>,
  delivery: 'push' | 'pull-request' = 'push',
): Section[] {
  const spec = { type: 'object', properties: { size: { type: 'string' } } };
  const openAPIV3Schema = { type: 'object', properties: { spec } };
  const template = makeOfferingTemplate(
    kratix.offeringOf({
      apiVersion: 'platform.kratix.io/v1alpha1',
      kind: 'Promise',
      metadata: { name: 'redis', annotations },
      spec: {
        api: {
          spec: {
            group: 'marketplace.example.org',
            names: { kind: 'Redis', plural: 'redis' },
            versions: [
              { name: 'v1', storage: true, schema: { openAPIV3Schema } },
            ],
          },
        },
      },
    }),
    'redis-promise-template',
    { type: delivery, targetBranch: 'main' },
  );
  return sectionsOf(template?.spec?.parameters as JsonObject[]).sections;
}

const titlesOf = (sections: Section[]) =>
  sections.map(section => sectionTitle(section, t));
const descriptionsOf = (section: Section) =>
  sectionProperties(section, t).map(({ schema }) => schema.description);

it('says what the contract calls Instance Metadata and Specification in plain words', () => {
  const sections = sectionsOfPromise(
    { 'ske.backstage.template/singleSpecPage': 'true' },
    'pull-request',
  );
  expect(titlesOf(sections)).toEqual([
    'dialog.nameAndPlace',
    'dialog.specification',
    'dialog.repository',
  ]);
  expect(descriptionsOf(sections[0])).toEqual([
    'dialog.nameText',
    'dialog.namespaceText',
  ]);
});

it('names no place where none is asked for', () => {
  const [first] = sectionsOfPromise({
    'ske.backstage.template/hideNamespace': 'true',
  });
  expect(sectionTitle(first, t)).toBe('promise.name');
});

it('leaves what others have written as it is', () => {
  const [first] = sectionsOfPromise({
    'ske.backstage.template/namespaceFieldDescription': 'Your team.',
  });
  expect(descriptionsOf(first)).toEqual(['dialog.nameText', 'Your team.']);
  const own: Section = {
    kind: 'fields',
    title: 'What and where',
    schema: { properties: { objname: { description: 'Any name.' } } },
  };
  expect(sectionTitle(own, t)).toBe('What and where');
  expect(descriptionsOf(own)).toEqual(['Any name.']);
});
