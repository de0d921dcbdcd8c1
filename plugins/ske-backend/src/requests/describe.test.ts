import { presentOf, secretsOf, withDefaults } from './describe';

const text = { type: 'string' };
const promise = {
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: {
    name: 'vault',
    annotations: {
      'ske.backstage.template/form': 'spec.hinted: { widget: password }',
    },
  },
  spec: {
    api: {
      spec: {
        group: 'example.org',
        names: { kind: 'Vault', plural: 'vaults' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: {
                properties: {
                  data: {
                    type: 'object',
                    additionalProperties: { ...text, format: 'password' },
                  },
                  spec: {
                    type: 'object',
                    properties: {
                      plain: text,
                      hinted: text,
                      own: { ...text, 'x-ske-form': { widget: 'password' } },
                    },
                  },
                },
              },
            },
          },
        ],
      },
    },
  },
};
const vault = {
  apiVersion: 'example.org/v1',
  kind: 'Vault',
  metadata: { name: 'one' },
  spec: { plain: 'seen', hinted: 'sesame 1', own: 'sesame 2' },
  data: { key: 'sesame 3' },
};

it('knows the secrets of a request: typed ones, and those of the API and its hints', () => {
  const secrets = secretsOf({ secrets: ['typed'] }, vault, promise);
  expect(secrets.sort()).toEqual(['sesame 1', 'sesame 2', 'sesame 3', 'typed']);
});

it('writes down what was there before without them', () => {
  const before = presentOf(vault, promise);
  expect(before).toContain('seen');
  expect(before).not.toContain('sesame');
});

it('takes what is no text for a secret, too, where one belongs', () => {
  const odd = { ...vault, spec: { hinted: 48151623, own: { deep: ['x1'] } } };
  const secrets = secretsOf({}, odd as never, promise);
  expect(secrets).toEqual(
    expect.arrayContaining(['48151623', 'deep', 'x1', 'sesame 3']),
  );
});

describe('the branch of a proposal', () => {
  const branchOf = (branch: string, namespace = 'default') =>
    withDefaults(
      { repoUrl: 'github.com?owner=a&repo=b', branch },
      {
        promise: 'vault',
        ref: { ...vault, namespace, name: 'one' },
        action: 'Update',
        by: undefined,
        defaultBranch: 'main',
      },
    ).branch;

  it('may be any that is not named after another request', () => {
    expect(branchOf('feature/x')).toBe('feature/x');
    expect(branchOf('')).toBe('backstage/vault/one');
    expect(branchOf('backstage/vault/one')).toBe('backstage/vault/one');
    // As Templates of the contract write it in each namespace.
    expect(branchOf('backstage/vault/one', 'a')).toBe('backstage/vault/a_one');
  });

  it.each(['backstage/vault/two', 'Backstage/vault/one', 'backstage/x'])(
    'is not %s',
    branch => {
      expect(() => branchOf(branch)).toThrow(
        'is the branch of another request',
      );
    },
  );
});
