import {
  customizeOffering,
  kratix,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { promiseOf } from '../../__testUtils__/promiseOf';
import type { Platform } from '../../platform/Platform';
import { dispatchContextOf } from './dispatchContext';

it.each<[string | undefined, string | undefined, string | undefined]>([
  ['team-a', 'team-data', 'team-a'],
  [undefined, 'team-data', 'team-data'],
  [undefined, undefined, undefined],
])(
  'a Resource of %s, of an offering whose customisation says %s, will be of %s',
  (named, customized, owner) => {
    const wanted: Manifest = {
      ...{ apiVersion: 'own.example.org/v1', kind: 'Lamp' },
      metadata: {
        name: 'one',
        annotations: named ? { 'ske.backstage.component/owner': named } : {},
      },
    };
    const offering = customizeOffering(kratix.offeringOf(promiseOf('Lamp')), {
      promiseComponent: {},
      template: {},
      resourceComponent: { owner: customized },
    });
    const platform = { cluster: undefined } as Platform;
    expect(dispatchContextOf(wanted, offering, platform).owner).toBe(owner);
  },
);
