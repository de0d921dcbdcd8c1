import { requestBranch } from './requestPath';

const branch = (
  namespace: string,
  name: string,
  action: 'Request' | 'Update' | 'Delete',
) => requestBranch({ promise: 'redis', namespace, name }, action);

it.each([
  ['default', 'x', 'Request', 'backstage/redis/x'],
  ['default', 'x', 'Update', 'backstage/redis/x'],
  ['default', 'x', 'Delete', 'backstage/redis/x-delete'],
  ['team-a', 'x', 'Request', 'backstage/redis/team-a_x'],
  ['team-a', 'x', 'Delete', 'backstage/redis/team-a_x-delete'],
  ['default', 'x-delete', 'Request', 'backstage/redis/x-delete_request'],
  ['default', 'x-delete', 'Delete', 'backstage/redis/x-delete-delete'],
] as const)('the branch of %s/%s, %s, is %s', (namespace, name, action, is) => {
  expect(branch(namespace, name, action)).toBe(is);
});

it('no two requests share a branch', () => {
  const names = ['x', 'x-delete', 'x-delete-delete', 'a', 'a-x', 'team-a-x'];
  const namespaces = ['default', 'a', 'team-a', 'a-delete'];
  const branches = namespaces.flatMap(namespace =>
    names.flatMap(name => [
      branch(namespace, name, 'Request'),
      branch(namespace, name, 'Delete'),
    ]),
  );
  expect(new Set(branches).size).toBe(branches.length);
});
