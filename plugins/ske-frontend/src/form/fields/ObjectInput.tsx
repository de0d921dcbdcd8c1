import { useMemo, useState } from 'react';
import { Button } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import { isObject } from '@syntasso/plugin-ske-common';
import { useT } from '../../translations/useT';
import { alternativesOf } from '../alternatives';
import { Description, withoutMessages } from '../Description';
import { useFieldStyles } from '../fieldStyles';
import { useFieldId, useFormApi, type FieldProps } from '../FormApi';
import { descriptionOf, isNullable, propertiesOf } from '../fieldSchema';
import { Toggle, useOpen } from '../Toggle';
import { AlternativesInput } from './AlternativesInput';
import { OtherFields } from './OtherFields';
import { Properties } from './Properties';

/** An object: one that is optional is added, opened, closed and removed again. */
export function ObjectInput(props: FieldProps) {
  const t = useT();
  const classes = useFieldStyles();
  const { set } = useFormApi();
  const { schema, path, title, value, required, problems, locked } = props;
  const id = useFieldId(path);
  // What was there before it was looked at is closed, what has been added open.
  const [isAdded, setIsAdded] = useState(required);
  const [open, setOpen] = useOpen(path, isAdded, problems);
  const description = withoutMessages(
    descriptionOf(schema),
    problems?.messages ?? [],
  );
  const count = isObject(value) ? Object.keys(value).length : 0;
  const isPresent = value !== undefined && value !== null;
  const add = () => {
    setIsAdded(true);
    setOpen(true);
    set(path, {});
  };
  const remove = () => {
    setIsAdded(false);
    setOpen(false);
    set(path, undefined);
  };
  if (props.bare) {
    return (
      <Messages id={id} problems={problems}>
        <Fields {...props} />
      </Messages>
    );
  }
  return (
    <div
      id={id}
      role="group"
      aria-labelledby={`${id}__label`}
      className={classes.frame}
    >
      <div className={classes.heading}>
        {isPresent || required || open ? (
          <Toggle open={open} onToggle={setOpen}>
            <span id={`${id}__label`}>{title}</span>
            <span className={classes.quiet}>
              {count > 0 && !open ? t('field.given', { count }) : ''}
              {required ? ` (${t('field.isRequired')})` : ''}
            </span>
          </Toggle>
        ) : (
          <span id={`${id}__label`} className={classes.label}>
            {title}
          </span>
        )}
        {!locked && (
          <div className={classes.row}>
            {!isPresent && !required && (
              <Button
                size="small"
                variant="secondary"
                iconStart={<RiAddLine />}
                aria-label={t('field.add', { title })}
                onPress={add}
              >
                {t('field.addShort')}
              </Button>
            )}
            {!isPresent && isNullable(schema) && value === undefined && (
              <Button
                size="small"
                variant="tertiary"
                onPress={() => set(path, null)}
              >
                {t('field.sendNull')}
              </Button>
            )}
            {((isPresent && !required) || value === null) && (
              <Button
                size="small"
                variant="tertiary"
                aria-label={t('field.removeObject', { title })}
                onPress={remove}
              >
                {t(value === null ? 'field.leaveOut' : 'field.removeShort')}
              </Button>
            )}
          </div>
        )}
      </div>
      {description && (
        <Description id={`${id}__description`} text={description} />
      )}
      {value === null && (
        <span className={classes.quiet}>{t('field.sendsNull')}</span>
      )}
      <Messages id={id} problems={problems}>
        {open &&
          value !== null &&
          (isPresent || required || isAdded || problems) && (
            <div className={classes.group}>
              <Fields {...props} />
            </div>
          )}
      </Messages>
    </div>
  );
}

/** What is wrong with the object as a whole stands above its fields. */
function Messages(props: {
  id: string;
  problems: FieldProps['problems'];
  children: React.ReactNode;
}) {
  const classes = useFieldStyles();
  const messages = props.problems?.messages ?? [];
  return (
    <>
      {messages.length > 0 && (
        <div id={`${props.id}__error`} tabIndex={-1} className={classes.error}>
          {messages.map(message => (
            <div key={message}>{message}</div>
          ))}
        </div>
      )}
      {props.children}
    </>
  );
}

function Fields(props: FieldProps) {
  const classes = useFieldStyles();
  const { schema, path, value, problems, locked } = props;
  const alternatives = useMemo(() => alternativesOf(schema), [schema]);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const properties = propertiesOf(schema);
  const visibleProperties = useMemo(
    () => properties.filter(({ name }) => !hidden.has(name)),
    [properties, hidden],
  );
  return (
    <div className={classes.fields}>
      {alternatives.map((group, index) => (
        <AlternativesInput
          key={index}
          alternatives={group}
          path={path}
          value={value}
          locked={locked}
          onHidden={setHidden}
        />
      ))}
      <Properties
        properties={visibleProperties}
        path={path}
        value={value}
        problems={problems}
        locked={locked}
      />
      {schema['x-kubernetes-preserve-unknown-fields'] === true && (
        <OtherFields {...props} />
      )}
    </div>
  );
}
