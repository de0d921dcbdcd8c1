import { locked } from './lock';

const why = (reason: string | undefined) => reason ?? 'for ever';
const readonly = (text: string) => ({
  'ui:readonly': true,
  'ui:disabled': true,
  'ui:description': text,
});

it('locks what cannot be changed, and says why', () => {
  const ui = {
    spec: {
      size: { 'ui:widget': 'radio' },
      zone: { 'ui:options': { immutable: 'always', reason: 'zones stay' } },
      disk: { type: { 'ui:options': { immutable: 'always' } } },
    },
  };
  const result = locked(ui, { spec: {} }, why, ['repoUrl']);
  expect(result).toMatchObject({
    objname: readonly('for ever'),
    objnamespace: readonly('for ever'),
    repoUrl: readonly('for ever'),
    spec: {
      zone: readonly('zones stay'),
      disk: { type: readonly('for ever') },
    },
  });
  expect(result.spec.size).toEqual({ 'ui:widget': 'radio' });
});

it('lets be set what has no value yet', () => {
  const ui = { spec: { zone: { 'ui:options': { immutable: 'once' } } } };
  expect(locked(ui, { spec: {} }, why).spec.zone).toEqual(ui.spec.zone);
  expect(locked(ui, { spec: { zone: 'a' } }, why).spec.zone).toMatchObject(
    readonly('for ever'),
  );
});
