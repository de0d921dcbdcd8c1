import { act, renderHook } from '@testing-library/react';
import { SecretsContextProvider } from '@backstage/plugin-scaffolder-react';
import { SECRET_FIELD, secretPlaceholder } from '@syntasso/plugin-ske-common';
import { resourceView } from '../__testUtils__';
import type { Draft } from './drafts';
import { sectionsOf } from './sections';
import { useRequestForm } from './useRequestForm';

const sections = sectionsOf([
  {
    title: 'Specification',
    properties: {
      spec: {
        type: 'object',
        properties: {
          size: { type: 'string' },
          password: { type: 'string', 'ui:field': SECRET_FIELD },
        },
      },
    },
  },
]);

/** A form of an update, and the drafts that it has written. */
function open(draft?: Draft) {
  const drafts: Draft[] = [];
  const shelf = {
    read: async () => undefined,
    write: async (written: Draft) => void drafts.push(written),
    remove: jest.fn(async () => {}),
  };
  const resource = resourceView({});
  resource.manifest.spec = { size: 's', password: 'old sesame' };
  const subject = {
    kind: 'update' as const,
    resource,
    templateRef: 'template:default/redis',
  };
  const { result } = renderHook(
    () => useRequestForm(subject, sections, { shelf, draft }),
    { wrapper: SecretsContextProvider },
  );
  return { result, drafts, shelf, base: subject.resource.manifest };
}

it('keeps a draft with its task, without secrets, until that is done', () => {
  const { result, drafts, shelf } = open();
  const spec = { size: 's', password: secretPlaceholder('SKE_FIELD_a1') };
  act(() => result.current.change({ ...result.current.values, spec }, true));
  act(() => result.current.sent('task-1'));
  expect(drafts).toMatchObject([
    {
      taskId: 'task-1',
      values: { spec: { size: 's' } },
      secretPaths: [['spec', 'password']],
    },
  ]);
  expect(JSON.stringify(drafts)).not.toContain('SKE_FIELD');
  expect(result.current.filledIn).toBe(false);
  act(() => result.current.done());
  expect(shelf.remove).toHaveBeenCalled();
});

it("keeps somebody else's version as what the draft began with", () => {
  const { result, drafts, base } = open();
  const theirs = {
    ...base,
    metadata: { ...base.metadata, resourceVersion: '77' },
  };
  act(() => result.current.rebase(theirs, { spec: { size: 'l' } }));
  act(() => result.current.sent('task-2'));
  expect(drafts.at(-1)).toMatchObject({
    base: { metadata: { resourceVersion: '77' } },
    values: { spec: { size: 'l' } },
  });
});

const secretOf = (values: object) =>
  (values as { spec: { password?: string } }).spec.password;

it('puts back a secret that nobody has touched, and asks for one that somebody has', () => {
  const first = open();
  const before = secretOf(first.result.current.values);
  const { values } = first.result.current;
  act(() =>
    first.result.current.change(
      { ...values, spec: { ...Object(values.spec), size: 'l' } },
      true,
    ),
  );
  act(() => first.result.current.sent('task-3'));
  const untouched = open(first.drafts.at(-1)).result.current;
  expect(before).toMatch(/^ske-secret:/);
  expect(secretOf(untouched.values)).toMatch(/^ske-secret:/);
  expect(untouched.lostSecrets).toEqual([]);

  const typed = secretPlaceholder('SKE_FIELD_typed');
  act(() =>
    first.result.current.change(
      { ...values, spec: { size: 'l', password: typed } },
      true,
    ),
  );
  act(() => first.result.current.sent('task-4'));
  const touched = open(first.drafts.at(-1)).result.current;
  expect(secretOf(touched.values)).toBeUndefined();
  expect(touched.lostSecrets).toEqual([['spec', 'password']]);

  act(() =>
    first.result.current.change({ ...values, spec: { size: 'l' } }, true),
  );
  act(() => first.result.current.sent('task-5'));
  const removed = open(first.drafts.at(-1)).result.current;
  expect(secretOf(removed.values)).toBeUndefined();
  expect(removed.lostSecrets).toEqual([]);
  expect(JSON.stringify(first.drafts)).not.toMatch(/sesame|SKE_FIELD/);
});
