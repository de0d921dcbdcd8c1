import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { kratix, type Manifest } from '@syntasso/plugin-ske-common';
import { promiseOf } from '../../__testUtils__/promiseOf';
import { Access } from '../../access/Access';
import type { Platform } from '../../platform/Platform';
import { addRequester } from './addRequester';
import type { AuthorizedRequest } from './AuthorizedRequest';

const BY = 'ske.backstage.resource/requestedBy';
const OWNER = 'ske.backstage.component/owner';

const lamp = (annotations?: Record<string, string>): Manifest => ({
  apiVersion: 'own.example.org/v1',
  kind: 'Lamp',
  metadata: { name: 'desk', namespace: 'default', annotations },
});
const group = (name: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name },
  spec: { type: 'team', children: [] },
});

/** The annotations of a request, as it is sent. */
async function annotationsOf(
  more: Partial<AuthorizedRequest>,
  options: {
    ownershipEntityRefs?: string[];
    credentials?: Parameters<Access['groupsOf']>[0];
  } = {},
) {
  const {
    credentials = mockCredentials.user('user:default/anna'),
    ownershipEntityRefs = ['user:default/anna'],
  } = options;
  const { wanted } = await addRequester(
    {
      wanted: lamp(),
      platform: {} as Platform,
      offering: kratix.offeringOf(promiseOf('Lamp')),
      present: undefined,
      ref: {
        apiVersion: 'own.example.org/v1',
        kind: 'Lamp',
        namespace: 'default',
        name: 'desk',
      },
      isAuthorized: true,
      ...more,
    },
    // Who is named beside the credentials counts for nothing.
    { credentials, caller: { kind: 'person' }, by: 'user:default/somebody' },
    {
      access: new Access({
        permissions: mockServices.permissions(),
        userInfo: mockServices.userInfo({
          userEntityRef: 'user:default/anna',
          ownershipEntityRefs,
        }),
      }),
      catalog: catalogServiceMock({
        entities: [group('team-a'), group('team-b')],
      }),
      auth: mockServices.auth(),
    },
  );
  return wanted.metadata.annotations;
}

it('names who requests something new, by their credentials', async () => {
  expect(await annotationsOf({})).toEqual({ [BY]: 'user:default/anna' });
  expect(
    await annotationsOf({}, { credentials: mockCredentials.service() }),
  ).toBeUndefined();
});

it('gives it to their first group that the catalog has', async () => {
  const ownershipEntityRefs = [
    'user:default/anna',
    'group:default/of-the-sign-in-only',
    'group:default/team-b',
    'group:default/team-a',
  ];
  expect(await annotationsOf({}, { ownershipEntityRefs })).toEqual({
    [BY]: 'user:default/anna',
    [OWNER]: 'group:default/team-b',
  });
  expect(
    await annotationsOf(
      { wanted: lamp({ [OWNER]: 'team-a' }) },
      { ownershipEntityRefs },
    ),
  ).toEqual({ [BY]: 'user:default/anna', [OWNER]: 'team-a' });
});

it('leaves what is there with the first requester, and with none where nobody is known', async () => {
  const ownershipEntityRefs = ['group:default/team-b'];
  const wanted = lamp({ [BY]: 'user:default/bert' });
  expect(
    await annotationsOf({ wanted, present: wanted }, { ownershipEntityRefs }),
  ).toEqual({ [BY]: 'user:default/bert' });
  expect(
    await annotationsOf({ present: lamp() }, { ownershipEntityRefs }),
  ).toBeUndefined();
});

it('leaves what somebody else proposes theirs', async () => {
  const ownershipEntityRefs = ['group:default/team-b'];
  const manifest = lamp({ [BY]: 'user:default/bert', [OWNER]: 'team-a' });
  expect(
    await annotationsOf(
      { proposed: { manifest, by: 'user:default/cleo' } },
      { ownershipEntityRefs },
    ),
  ).toEqual({ [BY]: 'user:default/bert', [OWNER]: 'team-a' });
  // It was proposed before requesters were kept.
  expect(
    await annotationsOf({
      proposed: { manifest: lamp(), by: 'user:default/cleo' },
    }),
  ).toEqual({ [BY]: 'user:default/cleo' });
});
