import {
  AuthorizeResult,
  createPermission,
  type DefinitivePolicyDecision,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type { PolicyQueryUser } from '@backstage/plugin-permission-node';
import { skePromiseReadPermission } from '@syntasso/plugin-ske-common';
import {
  foundByBert,
  startAudienceCatalog,
} from '../__testUtils__/audienceInCatalog';
import { skePromiseConditions, withSkeAudience } from '../index';

const ALLOW: DefinitivePolicyDecision = { result: AuthorizeResult.ALLOW };

describe('the policy', () => {
  const answering = (decision: PolicyDecision) =>
    withSkeAudience({ handle: async () => decision });
  const anna = {
    info: {
      userEntityRef: 'user:default/anna',
      ownershipEntityRefs: ['user:default/anna', 'group:default/team-a'],
    },
  } as PolicyQueryUser;

  it('leaves what the wrapped policy denies denied', async () => {
    const deny = { result: AuthorizeResult.DENY } as const;
    await expect(
      answering(deny).handle({ permission: skePromiseReadPermission }, anna),
    ).resolves.toEqual(deny);
  });

  it('adds to the conditions of the wrapped policy', async () => {
    const named = skePromiseConditions.isNamed({ promises: ['redis'] });
    const decision = await answering({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'ske',
      resourceType: 'ske-promise',
      conditions: named,
    }).handle({ permission: skePromiseReadPermission }, anna);
    expect(decision).toMatchObject({
      conditions: {
        allOf: [
          named,
          { anyOf: [{ rule: 'IN_AUDIENCE' }, { rule: 'IS_OWNER' }] },
        ],
      },
    });
  });

  it('has no say in anything else', async () => {
    const permission = createPermission({ name: 'x', attributes: {} });
    await expect(answering(ALLOW).handle({ permission }, anna)).resolves.toBe(
      ALLOW,
    );
  });
});

describe('the catalog', () => {
  it('shows the entities and the Template of a Promise to its audience only', async () => {
    const catalog = await startAudienceCatalog(['Strongbox', 'Shelf']);
    try {
      await expect(foundByBert(catalog)).resolves.toEqual(
        catalog.expected.forAll,
      );
    } finally {
      await catalog.stop();
    }
  }, 60_000);
});
