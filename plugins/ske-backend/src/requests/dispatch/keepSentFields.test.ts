import { keepSentFields } from './keepSentFields';

const manifest = (spec: object, more: object = {}) => ({
  apiVersion: 'example.org/v1',
  kind: 'Redis',
  metadata: { name: 'cache' },
  spec: spec as never,
  ...more,
});

it('shows what was sent, with the defaults that it was given', () => {
  const answer = manifest({ size: 'small', users: [{ name: 'a', port: 1 }] });
  const sent = manifest({ users: [{ name: 'a' }] });
  expect(keepSentFields(answer, sent, undefined)).toEqual(answer);
});

it('leaves out what somebody else has set', () => {
  const present = manifest(
    {
      theirs: 'private',
      nested: { theirs: 'private' },
      users: [{ name: 'a', theirs: 'private' }, { name: 'b' }],
    },
    { status: { host: 'private' } },
  );
  const sent = manifest({ nested: {}, users: [{ name: 'a' }] });
  const answer = manifest(
    {
      theirs: 'private',
      nested: { theirs: 'private', fresh: 'default' },
      users: [{ name: 'a', theirs: 'private' }, { name: 'b' }],
    },
    { status: { host: 'private' } },
  );
  const shown = keepSentFields(answer, sent, present);
  expect(shown.spec).toEqual({
    nested: { fresh: 'default' },
    users: [{ name: 'a' }],
  });
  expect(JSON.stringify(shown)).not.toContain('private');
});
