import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { discoveryFromConfig } from './discoveryFromConfig';

const read = (discovery?: JsonObject) =>
  discoveryFromConfig(new ConfigReader({ ske: { discovery } }));

it('takes everything where nothing is configured', () => {
  const everything = {
    ...{ enabled: true, promises: 'all', templates: true },
    ownerGroup: true,
  };
  expect(read()).toEqual(everything);
  expect(read({})).toEqual(everything);
});

it('reads what is configured, also as text', () => {
  expect(
    read({
      ...{ enabled: 'false', promises: 'labelled', templates: false },
      ownerGroup: 'false',
    }),
  ).toEqual({
    ...{ enabled: false, promises: 'labelled', templates: false },
    ownerGroup: false,
  });
});

it.each<[JsonObject, string]>([
  [
    { promises: 'some' },
    'ske.discovery.promises is "some". Set it to one of all, labelled',
  ],
  [
    { promises: true },
    'ske.discovery.promises is true. Set it to one of all, labelled',
  ],
  [
    { templates: 'maybe' },
    'ske.discovery.templates is "maybe". Set it to true or false.',
  ],
  [
    { ownerGroup: 'us' },
    'ske.discovery.ownerGroup is "us". Set it to true or false.',
  ],
  [{ enabled: 7 }, 'ske.discovery.enabled is 7. Set it to true or false.'],
])('refuses %j, and names the key and its values', (discovery, message) => {
  expect(() => read(discovery)).toThrow(message);
});
