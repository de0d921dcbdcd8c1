import type { OutputId } from './EntityWriter';
import { readHeader, withHeader } from './outputHeader';

const id: OutputId = {
  kind: 'resource',
  portal: undefined,
  promise: 'redis',
  namespace: 'team-a',
  name: 'cache',
};

const names = { component: 'cache-redis', template: 'cache' };

it('reads what it has written', () => {
  const text = withHeader(id, names, 'kind: Component\n---\nkind: Template\n');
  expect(readHeader(text)).toEqual({
    id,
    names,
    content: 'kind: Component\n---\nkind: Template\n',
  });
});

it('reads a file of an earlier version, without names', () => {
  const lines = withHeader(id, names, 'kind: Component\n').split('\n');
  lines.splice(2, 1);
  expect(readHeader(lines.join('\n'))).toEqual({
    id,
    names: undefined,
    content: 'kind: Component\n',
  });
});

it('reads a file whose names somebody has changed to nonsense', () => {
  const text = withHeader(id, names, 'a: 1').replace('"component"', 'x');
  expect(readHeader(text)).toEqual({ id, names: undefined, content: 'a: 1' });
});

it.each([
  undefined,
  '',
  'kind: Component\n',
  withHeader(id, names, '').split('\n', 2).join('\n'),
  withHeader(id, names, 'a: 1').replace('redis', '../redis'),
  withHeader(id, names, 'a: 1').replace('{', ''),
])('takes nothing else for its own: %j', text => {
  expect(readHeader(text)).toBeUndefined();
});
