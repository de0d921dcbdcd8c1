import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readSkeConfig } from '../config/skeConfig';
import { discoveryOf } from './discoveryOf';

const read = (discovery?: JsonObject) =>
  discoveryOf(readSkeConfig(new ConfigReader({ ske: { discovery } })));

it('takes everything where nothing is configured', () => {
  const everything = {
    ...{ enabled: true, promises: 'all', templates: true },
    ownerGroup: true,
    labels: [],
  };
  expect(read()).toEqual(everything);
  expect(read({})).toEqual(everything);
});

it('reads what is configured, also as text', () => {
  expect(
    read({
      ...{ enabled: 'false', promises: 'labelled', templates: false },
      ownerGroup: 'false',
      labels: ['acme.example/*'],
    }),
  ).toEqual({
    ...{ enabled: false, promises: 'labelled', templates: false },
    ownerGroup: false,
    labels: ['acme.example/*'],
  });
});
