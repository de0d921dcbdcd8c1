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
import {
  LegacyFieldExtensions,
  type FieldExtension,
} from '../features/requestDialog/template/fieldExtensions';

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
  const standard = useCustomFieldExtensions<FieldExtension>(STANDARD);
  const ownFields = useCustomFieldExtensions<FieldExtension>(props.elements);
  return (
    <LegacyFieldExtensions.Provider value={[...standard, ...ownFields]}>
      {props.children}
    </LegacyFieldExtensions.Provider>
  );
}
