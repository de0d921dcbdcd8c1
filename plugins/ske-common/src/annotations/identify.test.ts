import fc from 'fast-check';
import { identify } from './identify';
import { kratixTypeOf } from './kratixType';

const entity = (annotations: Record<string, string>, type?: string) => ({
  metadata: { name: 'x', annotations },
  spec: { type },
});
const resource = {
  'kratix.io/type': 'resource',
  'kratix.io/group': 'marketplace.example.org',
  'kratix.io/version': 'v1',
  'kratix.io/kind': 'Redis',
  'kratix.io/name': 'cache',
  'kratix.io/namespace': 'default',
};

describe('identify', () => {
  it.each([
    [
      'annotation promise',
      { 'kratix.io/type': 'promise', 'kratix.io/promise-name': 'redis' },
      undefined,
      'promise',
    ],
    [
      'spec.type when the annotation is absent',
      { 'kratix.io/promise-name': 'redis' },
      'kratix-promise',
      'promise',
    ],
    [
      'spec.type when the annotation is empty',
      { 'kratix.io/type': '', 'kratix.io/promise-name': 'redis' },
      'kratix-promise',
      'promise',
    ],
    ['the annotation over spec.type', resource, 'kratix-promise', 'resource'],
    [
      'nothing for an unknown annotation value',
      { 'kratix.io/type': 'Promise' },
      'kratix-promise',
      'none',
    ],
    ['nothing for another entity', {}, 'service', 'none'],
  ])('goes by %s', (_name, annotations, type, kind) => {
    expect(
      identify(entity(annotations as Record<string, string>, type)).kind,
    ).toBe(kind);
  });

  it.each([
    ['a Component', 'Component', 'kratix-resource', undefined, 'resource'],
    ['a component', 'component', 'kratix-promise', undefined, 'promise'],
    ['a Template', 'Template', 'kratix-resource', undefined, undefined],
    ['another kind', 'API', undefined, 'resource', undefined],
    ['another case', 'Component', undefined, 'Resource', undefined],
    ['blanks', 'Component', 'kratix-promise', ' promise ', undefined],
    ['another case of spec.type', 'Component', 'Kratix-Promise', '', undefined],
  ])(
    'has one rule of what counts: %s',
    (_name, kind, specType, type, counts) => {
      const annotations = type === undefined ? {} : { 'kratix.io/type': type };
      const one = { kind, metadata: { annotations }, spec: { type: specType } };
      expect(kratixTypeOf(one)).toBe(counts);
      expect(identify(one)).toMatchObject(
        counts ? { kind: 'invalid', meant: counts } : { kind: 'none' },
      );
    },
  );

  it('takes an entity for what it is said to be', () => {
    const service = entity({ 'kratix.io/promise-name': 'redis' }, 'service');
    expect(identify(service, 'promise').kind).toBe('promise');
    expect(identify(entity(resource), 'promise')).toMatchObject({
      kind: 'invalid',
      meant: 'promise',
    });
    expect(identify(service, 'resource')).toMatchObject({
      kind: 'invalid',
      meant: 'resource',
    });
  });

  it('names every missing annotation of a Resource, with its remedy', () => {
    const result = identify(
      entity({ 'kratix.io/type': 'resource', 'kratix.io/name': 'cache' }),
    );
    expect(result).toMatchObject({ kind: 'invalid', meant: 'resource' });
    const problems = result.kind === 'invalid' ? result.problems : [];
    expect(problems.map(p => p.annotation)).toEqual([
      'kratix.io/group',
      'kratix.io/version',
      'kratix.io/kind',
      'kratix.io/namespace',
    ]);
    expect(problems[0].remedy).toContain('Add kratix.io/group');
  });

  it('knows a kind with hyphens', () => {
    const kind = 'argocd-application';
    expect(
      identify(entity({ ...resource, 'kratix.io/kind': kind })),
    ).toMatchObject({ kind: 'resource', ref: { kind } });
  });

  it('refuses a value that no Kubernetes object can have', () => {
    const result = identify(
      entity({ ...resource, 'kratix.io/name': '../secrets' }),
    );
    expect(result).toMatchObject({
      kind: 'invalid',
      problems: [{ annotation: 'kratix.io/name' }],
    });
  });

  it('keeps an unreadable status as it is, with a note, and stays a Resource', () => {
    const result = identify(
      entity({ ...resource, 'kratix.io/status': '{not json' }),
    );
    expect(result).toMatchObject({
      kind: 'resource',
      fallbackStatus: { kind: 'unreadable', raw: '{not json' },
    });
  });

  it.each([
    ['redis-promise-template', 'template:default/redis-promise-template'],
    ['template:platform/redis', 'template:platform/redis'],
  ])('reads the Template annotation %s', (value, ref) => {
    expect(
      identify(
        entity({ ...resource, 'kratix.io/backstage-promise-template': value }),
      ),
    ).toMatchObject({ templateRef: ref });
  });

  it('never throws, whatever the entity is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        expect(['promise', 'resource', 'invalid', 'none']).toContain(
          identify(value).kind,
        );
      }),
    );
    const annotations = fc.dictionary(
      fc.constantFrom(
        ...Object.keys(resource),
        'kratix.io/status',
        'kratix.io/promise-name',
      ),
      fc.oneof(fc.string(), fc.constantFrom(...Object.values(resource))),
    );
    fc.assert(
      fc.property(
        annotations,
        fc.constantFrom('kratix-promise', 'kratix-resource', 'x'),
        (a, type) => {
          const result = identify(entity(a, type));
          const parts =
            result.kind === 'resource' ? Object.values(result.ref) : ['x'];
          expect(parts.every(part => part.length > 0)).toBe(true);
          const problems = result.kind === 'invalid' ? result.problems : ['x'];
          expect(problems.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});
