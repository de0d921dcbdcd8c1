import { apiKey, offeredApiKey } from './apiKey';

it('is the same for an offering and its Resources, in all versions', () => {
  const key = offeredApiKey({ group: 'own.example.org', kind: 'Lamp' });
  for (const version of ['v1', 'v2alpha1']) {
    expect(
      apiKey({ apiVersion: `own.example.org/${version}`, kind: 'Lamp' }),
    ).toBe(key);
  }
  expect(apiKey({ apiVersion: 'other.example.org/v1', kind: 'Lamp' })).not.toBe(
    key,
  );
});
