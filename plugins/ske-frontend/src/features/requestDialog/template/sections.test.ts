import { specPages } from '@syntasso/plugin-ske-common';
import { sectionsOf, templateDefaults } from './sections';

const metadata = {
  title: 'Instance Metadata',
  type: 'object',
  required: ['objname'],
  properties: {
    objname: { type: 'string' },
    objnamespace: { type: 'string', default: 'default' },
  },
};
const spec = {
  type: 'object',
  minProperties: 2,
  required: ['size'],
  properties: { size: { type: 'string' }, notes: { type: 'string' } },
};

it('puts the pages of a spec together again', () => {
  const {
    sections,
    schema,
    spec: whole,
  } = sectionsOf([metadata, ...specPages(spec)]);
  expect(sections.map(({ kind, title }) => [kind, title])).toEqual([
    ['fields', 'Instance Metadata'],
    ['spec', ''],
  ]);
  expect(whole).toMatchObject({ minProperties: 2, required: ['size'] });
  expect(Object.keys(whole!.properties as object)).toEqual(['size', 'notes']);
  expect(schema).toMatchObject({ required: ['objname', 'spec'] });
});

it('keeps the title of a spec that is one page, and what is beside it', () => {
  const repository = {
    title: 'Repository',
    properties: { repoUrl: { 'ui:field': 'RepoUrlPicker' } },
  };
  const [page] = specPages(spec, { singleSpecPage: true });
  const { sections } = sectionsOf([metadata, page, repository]);
  expect(sections.map(({ title }) => title)).toEqual([
    'Instance Metadata',
    'Specification',
    'Repository',
  ]);
});

it('leaves a page with conditions to the form that knows them', () => {
  const page = {
    title: 'More',
    properties: { a: { type: 'boolean' } },
    dependencies: { a: { properties: { b: { type: 'string' } } } },
  };
  const { sections, schema } = sectionsOf([metadata, page]);
  expect(sections.map(({ kind }) => kind)).toEqual(['fields', 'page']);
  expect(schema.allOf).toEqual([{ dependencies: page.dependencies }]);
});

it("begins with the Template's own defaults, not with the server's", () => {
  const { schema } = sectionsOf([
    metadata,
    { properties: { spec: { default: { size: 'small' }, properties: {} } } },
  ]);
  expect(templateDefaults(schema)).toEqual({ objnamespace: 'default' });
});
