import type { Manifest } from '../kubernetes/manifest';
import { toEntityName } from './entityNames';
import { ownerOf } from '../annotations/entityOptions';
import { kratix } from '../offerings/kratix';
import { identify } from '../annotations/identify';
import {
  makeOfferingComponent,
  offeringComponentName,
} from './offeringComponent';
import {
  makeResourceComponent,
  resourceComponentName,
} from './resourceComponent';
import { makeOfferingTemplate } from './offeringTemplate';

const promise = (annotations: Record<string, string> = {}): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: { name: 'redis', annotations },
  spec: {
    api: {
      spec: {
        group: 'marketplace.example.org',
        names: { kind: 'Redis', plural: 'redis' },
        versions: [
          { name: 'v1', served: true },
          {
            name: 'v1alpha1',
            storage: true,
            schema: {
              openAPIV3Schema: {
                properties: {
                  spec: {
                    type: 'object',
                    properties: { size: { type: 'string' } },
                  },
                },
              },
            },
          },
        ],
      },
    },
  },
});
const offering = (annotations?: Record<string, string>) =>
  kratix.offeringOf(promise(annotations));
const names = {
  component: 'redis-promise',
  template: 'redis-promise-template',
};

describe('entities of a Promise', () => {
  it('has the defaults of the contract', () => {
    expect(makeOfferingComponent(offering(), names)).toMatchObject({
      kind: 'Component',
      metadata: {
        name: 'redis-promise',
        title: 'Redis Promise',
        description: 'Redis as a Service',
        tags: ['kratix'],
        annotations: {
          'kratix.io/type': 'promise',
          'kratix.io/promise-name': 'redis',
          'kratix.io/api-name': 'Redis',
          'kratix.io/api-group': 'marketplace.example.org',
          'kratix.io/backstage-promise-template': 'redis-promise-template',
          'backstage.io/kubernetes-id': 'redis',
        },
      },
      spec: {
        type: 'kratix-promise',
        lifecycle: 'production',
        owner: 'kratix-platform',
      },
    });
  });

  it('lets annotations override them', () => {
    const entity = makeOfferingComponent(
      offering({
        'ske.backstage.component/title': 'Cache',
        'ske.backstage.component/tags': 'a, b',
        'ske.backstage.component/owner': 'team-a',
        'ske.backstage.component/links':
          ' Guide = https://example.org/?a=b\n\nhttps://example.org/?c=d\nnot a link',
      }),
      names,
    );
    expect(entity.metadata).toMatchObject({
      title: 'Cache',
      tags: ['a', 'b'],
      links: [
        { title: 'Guide', url: 'https://example.org/?a=b' },
        { url: 'https://example.org/?c=d' },
        // It is reported and left out before the entity is published.
        { url: 'not a link' },
      ],
    });
    expect(entity.spec).toMatchObject({ owner: 'team-a' });
    expect(ownerOf({ 'ske.backstage.component/owner': 'team-a' })).toBe(
      'team-a',
    );
    expect(ownerOf(undefined)).toBe('kratix-platform');
  });

  it('describes the Template as the Promise, unless it is said otherwise', () => {
    const told = { 'ske.backstage.component/description': 'A fast cache' };
    const describe = (annotations: Record<string, string>) =>
      makeOfferingTemplate(offering(annotations), names.template)?.metadata
        .description;
    expect(describe({})).toBe('Redis as a Service');
    expect(describe(told)).toBe('A fast cache');
    expect(
      describe({ ...told, 'ske.backstage.template/description': 'Ask here' }),
    ).toBe('Ask here');
  });

  it('tells the form which Promise it is for', () => {
    const template = makeOfferingTemplate(offering(), names.template);
    expect(template?.spec?.parameters).toMatchObject([
      { title: 'Redis Instance Metadata' },
      { properties: { spec: { 'ui:skePromise': 'redis' } } },
    ]);
  });

  it('makes a Template whose step writes the storage version, with quoted names', () => {
    const template = makeOfferingTemplate(offering(), names.template);
    expect(template?.spec).toMatchObject({
      type: 'kratix-resource',
      parameters: [
        {
          title: 'Redis Instance Metadata',
          required: ['objname', 'objnamespace'],
        },
        { title: 'Specification' },
      ],
      steps: [
        { id: 'ske-configure-resource', action: 'ske:configure-resource' },
        {
          id: 'record-request',
          action: 'ske:record-request',
          input: {
            promiseName: 'redis',
            name: '${{ parameters.objname }}',
            namespace: '${{ parameters.objnamespace }}',
            action: 'Request',
          },
        },
      ],
    });
    const [, record] = template?.spec?.steps as { input: object }[];
    expect(Object.keys(record.input).join()).not.toMatch(/url/i);
    const [step] = template?.spec?.steps as { input: { manifest: string } }[];
    expect(step.input.manifest).toBe(
      [
        'apiVersion: marketplace.example.org/v1alpha1',
        'kind: Redis',
        'metadata:',
        '  name: ${{ parameters.objname | dump }}',
        '  namespace: ${{ parameters.objnamespace | dump }}',
        'spec: ${{ parameters.spec | dump }}',
        '',
      ].join('\n'),
    );
  });

  it('makes a Template that opens a pull request, where it is delivered so', () => {
    const template = makeOfferingTemplate(offering(), names.template, {
      type: 'pull-request',
      requestsRepoUrl: 'host?owner=o&repo=r',
      targetBranch: 'main',
    });
    const { parameters, steps, output } = template?.spec as {
      parameters: { title: string; properties: Record<string, object> }[];
      steps: { id: string; action: string; input: Record<string, string> }[];
      output: { links: { title: string }[] };
    };
    expect(parameters.map(({ title }) => title)).toEqual([
      'Redis Instance Metadata',
      'Specification',
      'Repository & Credentials',
    ]);
    expect(parameters[2].properties.repoUrl).toMatchObject({
      'ui:field': 'RepoUrlPicker',
      default: 'host?owner=o&repo=r',
    });
    expect(steps.map(({ id, action }) => [id, action])).toEqual([
      ['write-manifest', 'ske:write-manifest'],
      ['pull-request', 'ske:pull-request'],
      ['record-request', 'ske:record-request'],
    ]);
    const path =
      'kratix-requests/redis/${{ parameters.objnamespace }}/${{ parameters.objname }}.yaml';
    expect(steps[0].input.targetPath).toBe(path);
    expect(steps[1].input).toMatchObject({
      targetPath: path,
      targetBranchName: 'main',
      branchName:
        "backstage/redis/${{ parameters.objname }}${{ '-delete' if parameters.prAction === 'Delete' else '' }}",
    });
    expect(steps[2].input).toMatchObject({
      action: "${{ parameters.prAction or 'Request' }}",
      pullRequestUrl: "${{ steps['pull-request'].output.remoteUrl }}",
      requestsRepoUrl: '${{ parameters.repoUrl }}',
    });
    expect(output.links.map(({ title }) => title)).toEqual([
      'Pull request',
      'Requests repository',
      'Request',
    ]);
  });

  it('links what the actions say that the entity is called, and nothing else', () => {
    const linksOf = (type: 'push' | 'pull-request') =>
      makeOfferingTemplate(offering(), names.template, {
        type,
        targetBranch: 'main',
      })?.spec?.output;
    const configured =
      "${{ steps['ske-configure-resource'].output.entityRef }}";
    const proposed = "${{ steps['pull-request'].output.entityRef }}";
    expect(linksOf('push')).toEqual({
      links: [
        {
          ...{ if: configured, entityRef: configured },
          ...{ title: 'Resource', icon: 'catalog' },
        },
      ],
    });
    expect(linksOf('pull-request')).toMatchObject({
      links: [{}, {}, { if: proposed, entityRef: proposed }],
    });
  });

  it('makes no Template without an API', () => {
    expect(
      makeOfferingTemplate(kratix.offeringOf({ ...promise(), spec: {} }), 'x'),
    ).toBeUndefined();
  });
});

it('makes the Component of a Resource', () => {
  const resource: Manifest = {
    apiVersion: 'marketplace.example.org/v1alpha1',
    kind: 'Redis',
    metadata: { name: 'cache', namespace: 'web' },
  };
  expect(
    makeResourceComponent(
      { offering: offering(), resource },
      { resource: 'cache-redis', offering: names },
    ),
  ).toMatchObject({
    metadata: {
      name: 'cache-redis',
      title: 'cache Redis',
      annotations: {
        'kratix.io/group': 'marketplace.example.org',
        'kratix.io/version': 'v1alpha1',
        'kratix.io/kind': 'Redis',
        'kratix.io/name': 'cache',
        'kratix.io/namespace': 'web',
        'backstage.io/kubernetes-label-selector': 'redis-cr=cache',
      },
    },
    spec: {
      type: 'kratix-resource',
      dependsOn: ['component:default/redis-promise'],
    },
  });
});

describe('names', () => {
  it('are valid for a text without letters or digits', () => {
    expect(toEntityName('数据库')).toMatch(/^unnamed-[a-z0-9]{6}$/);
    expect(toEntityName('数据库')).not.toBe(toEntityName('缓存'));
  });

  it('keeps two long names apart', () => {
    const long = 'a'.repeat(80);
    expect(toEntityName(`${long}1`)).toHaveLength(63);
    expect(toEntityName(`${long}1`)).not.toBe(toEntityName(`${long}2`));
  });
});

it('makes a name of a very long text at once, and of two long ones two', () => {
  const long = `a${'-'.repeat(200_000)}`;
  expect(toEntityName(`${long}a`)).toMatch(/^a-[a-z0-9]{6}$/);
  expect(toEntityName(`${long}a`)).not.toBe(toEntityName(`${long}b`));
});

it('makes all entities of a kind with hyphens, which say what they stand for', () => {
  const kind = 'argocd-application';
  const offered = kratix.offeringOf({
    ...promise(),
    spec: {
      api: {
        spec: {
          group: 'example.org',
          names: { kind, plural: 'applications' },
          versions: [{ name: 'v1', schema: { openAPIV3Schema: {} } }],
        },
      },
    },
  });
  expect(offeringComponentName(offered)).toBe('argocd-application-promise');
  const resource = {
    apiVersion: 'example.org/v1',
    kind,
    metadata: { name: 'shop', namespace: 'web' },
  };
  expect(resourceComponentName(resource)).toBe('shop-argocd-application');
  const ownNames = { component: 'component', template: 'template' };
  const entity = makeResourceComponent(
    { offering: offered, resource },
    { resource: 'shop-argocd-application', offering: ownNames },
  );
  expect(identify(entity)).toMatchObject({
    kind: 'resource',
    ref: { ...{ apiVersion: 'example.org/v1', kind }, name: 'shop' },
  });
  expect(identify(makeOfferingComponent(offered, ownNames))).toMatchObject({
    kind: 'promise',
    apiName: kind,
  });
  const template = makeOfferingTemplate(offered, 'template');
  expect(JSON.stringify(template?.spec?.steps)).toContain(
    'kind: argocd-application\\n',
  );
});
