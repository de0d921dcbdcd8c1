import { Text } from '@backstage/ui';
import {
  canExpand,
  getUiOptions,
  type ObjectFieldTemplateProps,
} from '@rjsf/utils';
import { useFormStyles } from './formStyles';

/**
 * Fields that belong together, under their name: without it "Keep" could be
 * anything. The page itself and its spec have none.
 */
export function GroupTemplate(props: ObjectFieldTemplateProps) {
  const classes = useFormStyles();
  const { schema, uiSchema, formData, idSchema, registry } = props;
  const { AddButton } = registry.templates.ButtonTemplates;
  const options = getUiOptions(uiSchema);
  const title = options.title ?? props.title;
  const description = options.description ?? props.description;
  const fields = (
    <div>
      {props.properties.map(({ content }) => content)}
      {canExpand(schema, uiSchema, formData) && (
        <AddButton
          onClick={props.onAddClick(schema)}
          disabled={props.disabled || props.readonly}
          uiSchema={uiSchema}
          registry={registry}
        />
      )}
    </div>
  );
  // Items of lists are named by the form itself, such as "users-1".
  if (idSchema.$id === 'root' || !title || /^.+-\d+$/.test(title)) {
    return fields;
  }
  return (
    <fieldset className={classes.group}>
      <legend id={`${idSchema.$id}__title`}>{title}</legend>
      {description && (
        <Text as="p" variant="body-small" color="secondary">
          {description}
        </Text>
      )}
      {fields}
    </fieldset>
  );
}
