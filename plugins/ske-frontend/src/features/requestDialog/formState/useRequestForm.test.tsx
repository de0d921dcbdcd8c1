import { act, renderHook } from '@testing-library/react';
import { SecretsContextProvider } from '@backstage/plugin-scaffolder-react';
import {
  SECRET_FIELD,
  secretPlaceholder,
  storedSecretMark,
} from '@syntasso/plugin-ske-common';
import { resourceView } from '../../../__testUtils__';
import type { Draft } from '../draft/drafts';
import { sectionsOf } from '../template/sections';
import { useRequestForm, type RequestForm } from './useRequestForm';

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
  const draftStorage = {
    read: async () => undefined,
    write: async (written: Draft) => void drafts.push(written),
    remove: jest.fn(async () => {}),
  };
  const resource = resourceView({});
  resource.manifest.spec = {
    size: 's',
    password: storedSecretMark(['spec', 'password']),
  };
  const target = {
    kind: 'update' as const,
    resource,
    templateRef: 'template:default/redis',
  };
  const { result } = renderHook(
    () => useRequestForm(target, sections, { draftStorage, draft }),
    { wrapper: SecretsContextProvider },
  );
  return { result, drafts, draftStorage, base: target.resource.manifest };
}

it('keeps a draft with its task, without secrets, until that is done', () => {
  const { result, drafts, draftStorage } = open();
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
  expect(draftStorage.remove).toHaveBeenCalled();
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

const unchanged = { set: [], replaced: [], removed: [], kept: ['Password'] };
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
  // Until it is typed again the object keeps what it has.
  expect(secretOf(touched.values)).toMatch(/^ske-secret:/);
  expect(touched.secretChanges()).toEqual(unchanged);
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

it.each([
  ['to begin afresh', (form: RequestForm) => form.startAfresh()],
  [
    'to begin from another version',
    (form: RequestForm) =>
      form.rebase(resourceView({}).manifest, {
        spec: { size: 's', password: storedSecretMark(['spec', 'password']) },
      }),
  ],
])('keeps the secrets of the object after somebody asks %s', (_, ask) => {
  const { result, drafts } = open();
  act(() => ask(result.current));
  expect(result.current.secretChanges()).toEqual(unchanged);
  const { values } = result.current;
  const spec = { ...Object(values.spec), size: 'l' };
  act(() => result.current.change({ ...values, spec }, true));
  act(() => result.current.sent('task-6'));
  expect(drafts.at(-1)).toMatchObject({
    secretPaths: [],
    keptSecrets: [{ path: ['spec', 'password'] }],
  });
  const again = open(drafts.at(-1)).result.current;
  expect(secretOf(again.values)).toMatch(/^ske-secret:/);
  expect([again.lostSecrets, again.secretChanges()]).toEqual([[], unchanged]);
});

it('keeps them in a draft of an older version, whose base has them too', () => {
  const { result, drafts } = open();
  const { values } = result.current;
  act(() => result.current.change(values, true));
  act(() => result.current.sent('task-7'));
  const draft = drafts.at(-1)!;
  expect(draft.base?.spec).toMatchObject({
    password: storedSecretMark(['spec', 'password']),
  });
  const older = {
    ...draft,
    base: {
      ...draft.base!,
      metadata: { ...draft.base!.metadata, generation: 7 },
    },
    // As drafts were kept before.
    keptSecrets: [{ path: ['spec', 'password'], from: ['spec', 'password'] }],
  };
  const again = open(older).result.current;
  expect(secretOf(again.values)).toMatch(/^ske-secret:/);
  expect(again.lostSecrets).toEqual([]);
});
