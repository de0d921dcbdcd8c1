import type { Manifest } from '@syntasso/plugin-ske-common';
import { changedManifestFile, newManifestFile } from './manifestFile';

const manifest = (more: object): Manifest =>
  ({
    apiVersion: 'example.org/v1',
    kind: 'Cache',
    metadata: { name: 'one', namespace: 'default' },
    ...more,
  } as Manifest);

it('writes what an API has beside its spec, and nothing of its status', () => {
  const text = newManifestFile(
    manifest({
      spec: { size: 's' },
      data: { motd: 'hello' },
      status: { ready: true },
    }),
  );
  expect(text).toContain('spec:\n  size: s\ndata:\n  motd: hello\n');
  expect(text).not.toContain('status');
  expect(newManifestFile(manifest({ data: { a: 'b' } }))).not.toContain('spec');
  expect(newManifestFile(manifest({}))).toContain('spec: {}');
});

it('changes both, and leaves what somebody has written beside them', () => {
  const text = `# ours
apiVersion: example.org/v1
kind: Cache
metadata: { name: one, namespace: default }
spec:
  size: s # small
data:
  motd: hello
`;
  expect(
    changedManifestFile(
      text,
      manifest({ spec: { size: 's', replicas: 2 }, data: { motd: 'bye' } }),
    ),
  ).toBe(
    text
      .replace('size: s # small', 'size: s # small\n  replicas: 2')
      .replace('hello', 'bye'),
  );
});
