import type { ReactNode } from 'react';
import {
  EntityNamePickerFieldExtension,
  EntityPickerFieldExtension,
  EntityTagsPickerFieldExtension,
  MultiEntityPickerFieldExtension,
  MyGroupsPickerFieldExtension,
  OwnedEntityPickerFieldExtension,
  OwnerPickerFieldExtension,
  RepoBranchPickerFieldExtension,
  RepoOwnerPickerFieldExtension,
  RepoUrlPickerFieldExtension,
  ScaffolderFieldExtensions,
} from '@backstage/plugin-scaffolder';
import { useCustomFieldExtensions } from '@backstage/plugin-scaffolder-react';
import { LegacyFields, type Field } from '../request/fields';

/** What the Create page of a legacy app has without anybody's doing. */
const STANDARD = (
  <ScaffolderFieldExtensions>
    <EntityNamePickerFieldExtension />
    <EntityPickerFieldExtension />
    <EntityTagsPickerFieldExtension />
    <MultiEntityPickerFieldExtension />
    <MyGroupsPickerFieldExtension />
    <OwnedEntityPickerFieldExtension />
    <OwnerPickerFieldExtension />
    <RepoBranchPickerFieldExtension />
    <RepoOwnerPickerFieldExtension />
    <RepoUrlPickerFieldExtension />
  </ScaffolderFieldExtensions>
);

/**
 * Makes field extensions known to the forms below: the standard ones, and those
 * among the elements, which is how a legacy app names its own.
 */
export function WithFields(props: {
  elements: ReactNode;
  children: ReactNode;
}) {
  const standard = useCustomFieldExtensions<Field>(STANDARD);
  const own = useCustomFieldExtensions<Field>(props.elements);
  return (
    <LegacyFields.Provider value={[...standard, ...own]}>
      {props.children}
    </LegacyFields.Provider>
  );
}
