import { screen } from '@testing-library/react';
import {
  createScaffolderFieldExtension,
  ScaffolderFieldExtensions,
} from '@backstage/plugin-scaffolder-react';
import { scaffolderPlugin } from '@backstage/plugin-scaffolder';
import { renderInTestApp } from '@backstage/test-utils';
import { useFieldExtensions } from '../features/requestDialog/template/fieldExtensions';
import { WithFields } from './Fields';

const ColourFieldExtension = scaffolderPlugin.provide(
  createScaffolderFieldExtension({
    name: 'Colour',
    component: () => <p>pick a colour</p>,
  }),
);

function Known() {
  const fields = useFieldExtensions() ?? [];
  const Colour = fields.find(({ name }) => name === 'Colour')
    ?.component as React.ComponentType;
  return (
    <>
      <ul>
        {fields.map(({ name }) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
      {Colour && <Colour />}
    </>
  );
}

it('knows the standard fields, ours, and those that a legacy app gives', async () => {
  await renderInTestApp(
    <WithFields
      elements={
        <ScaffolderFieldExtensions>
          <ColourFieldExtension />
        </ScaffolderFieldExtensions>
      }
    >
      <Known />
    </WithFields>,
  );
  expect(await screen.findByText('pick a colour')).toBeInTheDocument();
  const names = screen.getAllByRole('listitem').map(item => item.textContent);
  expect(names).toEqual(
    expect.arrayContaining([
      'EntityPicker',
      'OwnerPicker',
      'RepoUrlPicker',
      'RepoBranchPicker',
      'SkeYaml',
      'SkeSecret',
      'Colour',
    ]),
  );
  expect(new Set(names).size).toBe(names.length);
});
