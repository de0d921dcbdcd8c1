import { ConfigReader } from '@backstage/config';
import { kratix, type Manifest } from '@syntasso/plugin-ske-common';
import {
  allowedMetadataFromConfig,
  keepMetadata,
  newAnnotation,
  requireAllowedMetadata,
} from './requestMetadata';

const manifest = (metadata: object): Manifest => ({
  apiVersion: 'example.org/v1',
  kind: 'Redis',
  metadata: { name: 'cache', namespace: 'default', ...metadata },
});
const allowed = allowedMetadataFromConfig(
  new ConfigReader({
    ske: {
      requests: {
        labels: ['example.org/team', 'costs.example.org/*'],
        annotations: ['example.org/note', 'ske.backstage.resource/*'],
      },
    },
  }),
);
const look = (metadata: object, present?: object) =>
  requireAllowedMetadata(
    manifest(metadata),
    present && manifest(present),
    kratix,
    allowed,
  );

it.each<[string, object]>([
  ['finalizers', { finalizers: ['example.org/hold'] }],
  ['ownerReferences', { ownerReferences: [{ name: 'x' }] }],
  ['generateName', { generateName: 'x-' }],
  ['deletionTimestamp', { deletionTimestamp: '2026-01-01T00:00:00Z' }],
  ['managedFields', { managedFields: [] }],
])('refuses metadata.%s', (key, metadata) => {
  expect(() => look(metadata)).toThrow(`metadata.${key}: a request`);
});

it.each<[string, object]>([
  ['kratix.io/promise-name', { labels: { 'kratix.io/promise-name': 'x' } }],
  ['app.kubernetes.io', { labels: { 'app.kubernetes.iox/name': 'x' } }],
  ['example.org/teams', { labels: { 'example.org/teams': 'x' } }],
  ['kratix.io/type', { annotations: { 'kratix.io/type': 'promise' } }],
  [
    'kubectl.kubernetes.io/last-applied-configuration',
    {
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
    },
  ],
  ['kratix.io/paused', { annotations: { 'kratix.io/paused': 'true' } }],
])('refuses %s', (key, metadata) => {
  expect(() => look(metadata)).toThrow(key);
  expect(() => look(metadata)).toThrow(/ske\.requests\.(labels|annotations)/);
});

it('lets nobody say who has made a request, whatever app-config allows', () => {
  const by = (ref: string) => ({
    annotations: { 'ske.backstage.resource/requestedBy': ref },
  });
  expect(() => look(by('user:default/anna'))).toThrow(
    'ske.backstage.resource/requestedBy is set by Backstage',
  );
  expect(() => look(by('user:default/anna'), by('user:default/bert'))).toThrow(
    'Leave it out',
  );
  const same = by('user:default/bert');
  expect(look(same, same)).toEqual({ operates: false });
});

it('takes what people may say, and what is there already', () => {
  const fine = {
    labels: {
      team: 'a',
      'app.kubernetes.io/name': 'x',
      'example.org/team': 'a',
      'costs.example.org/centre': '1',
      'kratix.io/backstage': 'false',
    },
    annotations: {
      note: 'x',
      'example.org/note': 'x',
      'ske.backstage.component/title': 'x',
    },
  };
  expect(look(fine)).toEqual({ operates: false });
  const theirs = {
    uid: 'u',
    finalizers: ['kratix.io/work-cleanup'],
    labels: { 'kratix.io/paused': 'true', 'kratix.io/promise-version': 'v1' },
  };
  expect(look(theirs, theirs)).toEqual({ operates: false });
});

it.each(['kratix.io/paused', 'kratix.io/manual-reconciliation'])(
  'says that %s holds back or runs a workflow',
  label => {
    expect(look({ labels: { [label]: 'true' } })).toEqual({ operates: true });
    expect(
      look({ labels: { [label]: 'false' } }, { labels: { [label]: 'true' } }),
    ).toEqual({ operates: true });
  },
);

it('does not let go of what was left out and is not the requester’s to take away', () => {
  const present = manifest({
    labels: { 'kratix.io/paused': 'true', team: 'a' },
    annotations: {
      'ske.backstage.component/owner': 'team-a',
      'ske.backstage.resource/requestedBy': 'user:default/anna',
      note: 'x',
    },
  });
  const by = { 'ske.backstage.resource/requestedBy': 'user:default/anna' };
  expect(keepMetadata(manifest({}), present, kratix).metadata).toEqual({
    ...{ name: 'cache', namespace: 'default' },
    labels: { 'kratix.io/paused': 'true' },
    annotations: { ...by, 'ske.backstage.component/owner': 'team-a' },
  });
  const said = { annotations: { 'ske.backstage.component/owner': 'team-b' } };
  expect(
    keepMetadata(manifest(said), present, kratix).metadata.annotations,
  ).toEqual({ ...by, ...said.annotations });
  expect(keepMetadata(manifest({}), undefined, kratix)).toEqual(manifest({}));
});

it('knows which annotation is new', () => {
  const wanted = manifest({ annotations: { owner: 'b' } });
  const present = (owner: string) => manifest({ annotations: { owner } });
  expect(newAnnotation(wanted, undefined, 'owner')).toBe('b');
  expect(newAnnotation(wanted, present('a'), 'owner')).toBe('b');
  expect(newAnnotation(wanted, present('b'), 'owner')).toBeUndefined();
  expect(newAnnotation(manifest({}), present('b'), 'owner')).toBeUndefined();
});
