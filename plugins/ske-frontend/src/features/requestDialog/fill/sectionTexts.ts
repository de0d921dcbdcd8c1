import type { T } from '../../../translations/useT';
import { propertiesOf, type Property } from '../../../form/fieldSchema';
import type { Section } from '../template/sections';

// What is generated is written in English into a Template that many read, with the titles
// that Templates of the commercial integration have. The form says it in plain words, and
// in the language of the person. What others have written stays as it is.

/** The heading of a section. */
export function sectionTitle(section: Section, t: T): string {
  const { kind, title, schema } = section;
  if (kind === 'spec') {
    return title === 'Specification' ? t('dialog.specification') : title;
  }
  const names = propertiesOf(schema).map(({ name }) => name);
  if (title.endsWith(' Instance Metadata') && names.includes('objname')) {
    return names.includes('objnamespace')
      ? t('dialog.nameAndPlace')
      : t('promise.name');
  }
  return title === 'Repository & Credentials' && names.includes('repoUrl')
    ? t('dialog.repository')
    : title;
}

/** The fields of a section. */
export const sectionProperties = (section: Section, t: T): Property[] =>
  propertiesOf(section.schema).map(property => {
    const description = descriptionOf(property, t);
    return description === undefined
      ? property
      : { ...property, schema: { ...property.schema, description } };
  });

function descriptionOf({ name, schema }: Property, t: T): string | undefined {
  const { description } = schema;
  if (typeof description !== 'string') return undefined;
  if (name === 'objname' && description.startsWith('What to call this ')) {
    return t('dialog.nameText');
  }
  return name === 'objnamespace' &&
    description === 'The namespace on the platform that it is created in.'
    ? t('dialog.namespaceText')
    : undefined;
}
