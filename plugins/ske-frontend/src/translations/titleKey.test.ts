afterEach(() => {
  jest.resetModules();
  jest.dontMock('@backstage/frontend-plugin-api');
});

it('names a text that the app translates', () => {
  const { titleKey } =
    jest.requireActual<typeof import('./titleKey')>('./titleKey');
  const title = titleKey('myRequests.title');
  expect(title).toHaveProperty('key', 'myRequests.title');
  expect(title).toHaveProperty('ref.id', 'plugin.ske-frontend');
});

it('is the English text where titles are texts: before version 1.0', () => {
  const actual = jest.requireActual('@backstage/frontend-plugin-api');
  const { titleTranslation: _, ...before } = actual.coreExtensionData;
  jest.doMock('@backstage/frontend-plugin-api', () => ({
    ...actual,
    coreExtensionData: before,
  }));
  jest.isolateModules(() => {
    const { titleKey } = require('./titleKey') as typeof import('./titleKey');
    expect(titleKey('myRequests.title')).toBe('My requests');
  });
});
