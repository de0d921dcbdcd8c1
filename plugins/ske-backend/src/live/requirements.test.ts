import {
  kratix,
  type Health,
  type Requirement,
} from '@syntasso/plugin-ske-common';
import type { Viewer } from '../access/Access';
import type { ClusterWatches } from './ClusterWatches';
import { describeRequirements, nameInstalledVersion } from './requirements';

const issuer = kratix.offeringOf({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: {
    name: 'issuer',
    labels: { 'kratix.io/promise-version': 'v1' },
  },
});
const live = {
  offerings: {
    byName: (name: string) => (name === 'issuer' ? issuer : undefined),
  },
  entities: { componentRef: () => 'component:default/issuer-promise' },
} as unknown as ClusterWatches;
const viewer = (mayPass: boolean): Viewer => ({
  key: String(mayPass),
  ownsThrough: undefined,
  person: undefined,
  offeringRefusal: () => (mayPass ? undefined : new Error('no')),
  resourceRefusal: () => undefined,
});
const needsIssuer: Health = {
  state: 'pending',
  reason: {
    code: 'requirementOtherVersion',
    values: { promise: 'issuer', version: 'v2' },
  },
};
const requirements: Requirement[] = [
  { name: 'issuer', version: 'v2', state: 'otherVersion' },
  { name: 'kafka', state: 'notInstalled' },
];

it('says which version is installed instead, and links to it', () => {
  expect(nameInstalledVersion(live, needsIssuer, viewer(true)).reason).toEqual({
    code: 'requirementInOtherVersion',
    values: { promise: 'issuer', version: 'v2', installed: 'v1' },
  });
  expect(describeRequirements(live, requirements, viewer(true))).toEqual([
    {
      ...requirements[0],
      installed: 'v1',
      entityRef: 'component:default/issuer-promise',
    },
    requirements[1],
  ]);
});

it('tells nothing of a Promise that the viewer may not see', () => {
  expect(nameInstalledVersion(live, needsIssuer, viewer(false))).toEqual(
    needsIssuer,
  );
  expect(describeRequirements(live, requirements, viewer(false))).toEqual(
    requirements,
  );
});
