import { completeTarget } from './pullRequestTarget';

describe('the branch of a proposal', () => {
  const branchOf = (branch: string, namespace = 'default') =>
    completeTarget(
      { repoUrl: 'github.com?owner=a&repo=b', branch },
      {
        promise: 'vault',
        ref: {
          ...{ apiVersion: 'example.org/v1', kind: 'Vault' },
          namespace,
          name: 'one',
        },
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
