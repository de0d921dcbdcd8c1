import { checkConfig } from '../config/controllerConfig';
import { FakePlatform } from '../platform/__testUtils__/FakePlatform';
import { BucketWriter } from './BucketWriter';
import { createWriter } from './createWriter';
import { GitWriter } from './GitWriter';
import { WorkWriter } from './WorkWriter';

const bucket = {
  type: 'bucket',
  bucketName: 'catalog',
  endpoint: 's3.example.org',
  secretRef: { name: 's3' },
};

it.each([
  [{ type: 'work' }, WorkWriter],
  [{ type: 'git', url: 'https://git.example.org/a/b.git' }, GitWriter],
  [bucket, BucketWriter],
])('makes the writer that is asked for: %j', (output, Writer) => {
  const created = createWriter(checkConfig({ output }), new FakePlatform());
  expect(created.writer).toBeInstanceOf(Writer);
});

it('has a watch where it writes Works', () => {
  const platform = new FakePlatform();
  expect(createWriter(checkConfig({}), platform).works).toBeDefined();
  expect(
    createWriter(checkConfig({ output: bucket }), platform).works,
  ).toBeUndefined();
});

it('stops at the start where the certificate authorities cannot be read', () => {
  const config = checkConfig({ output: { ...bucket, caFile: '/no/such.crt' } });
  expect(() => createWriter(config, new FakePlatform())).toThrow(
    'output.caFile /no/such.crt cannot be read (ENOENT).',
  );
});
