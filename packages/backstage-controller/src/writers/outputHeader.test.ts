import type { OutputId } from './EntityWriter';
import { readHeader, withHeader } from './outputHeader';

const id: OutputId = {
  kind: 'resource',
  portal: undefined,
  promise: 'redis',
  namespace: 'team-a',
  name: 'cache',
};

it('reads what it has written', () => {
  const text = withHeader(id, 'kind: Component\n---\nkind: Template\n');
  expect(readHeader(text)).toEqual({
    id,
    content: 'kind: Component\n---\nkind: Template\n',
  });
});

it.each([
  undefined,
  '',
  'kind: Component\n',
  withHeader(id, '').trimEnd(),
  withHeader(id, 'a: 1').replace('redis', '../redis'),
  withHeader(id, 'a: 1').replace('{', ''),
])('takes nothing else for its own: %j', text => {
  expect(readHeader(text)).toBeUndefined();
});
