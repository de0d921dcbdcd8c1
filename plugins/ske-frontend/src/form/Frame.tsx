import { useState, type ReactNode } from 'react';
import { SHORT_PATTERN_KEYWORD } from '@syntasso/plugin-ske-common';
import { useStyles } from '../components/styles';
import { useT } from '../translations/useT';
import { Description, withoutMessages } from './Description';
import { useFieldId, useFormApi, type FieldProps } from './FormApi';
import { useFieldStyles } from './fieldStyles';
import { defaultText, descriptionOf, isNullable, typesOf } from './fieldSchema';
import { NO_REASON } from './lock';
import { messagesIn } from './problemTree';

/** What ties a control to its label, its description and what is wrong with it. */
export interface ControlProps {
  id: string;
  'aria-labelledby': string;
  'aria-describedby': string | undefined;
  isInvalid: boolean;
  isRequired: boolean;
  isDisabled: boolean;
  /** Not the browser's own checks: those stop a form without a word of ours. */
  validationBehavior: 'aria';
}

/** Label, description, control, what is wrong, and what else the field may be. */
export function Frame(props: {
  field: FieldProps;
  /** Something typed that is no value. */
  problem?: string;
  /** Whether an empty text is a value of its own here. */
  emptyText?: boolean;
  /** Whether the control cannot empty itself, so that there is a button for it. */
  clearable?: boolean;
  /** Whether the control has the label in it, as a checkbox does. */
  labelled?: boolean;
  /** Whether the control shows the default itself. */
  placeholder?: boolean;
  /** Whether fields are in it, which show themselves what is wrong with them. */
  holdsFields?: boolean;
  children: (control: ControlProps) => ReactNode;
}) {
  const t = useT();
  const classes = useFieldStyles();
  const generalClasses = useStyles();
  const { set } = useFormApi();
  const [active, setActive] = useState(false);
  const { schema, path, title, value, required, locked } = props.field;
  const id = useFieldId(path);
  const ownMessages = props.problem ? [props.problem] : [];
  const { problems } = props.field;
  const messages = [
    ...ownMessages,
    ...((props.holdsFields ? problems?.messages : messagesIn(problems)) ?? []),
  ];
  const description = withoutMessages(
    locked === NO_REASON ? t('dialog.locked') : locked ?? descriptionOf(schema),
    messages,
  );
  // A text shows it as its placeholder.
  const preset =
    value === undefined && !props.placeholder ? defaultText(schema) : undefined;
  const described = [
    description && `${id}__description`,
    messages.length > 0 && `${id}__error`,
  ].filter(Boolean);
  const special =
    (value === null && isNullable(schema)) ||
    (value === '' && props.emptyText === true && !props.field.bare);
  const choice = (text: string, next: FieldProps['value']) => (
    <button
      type="button"
      className={classes.more}
      // The control keeps the focus, and with it this button stays.
      onMouseDown={event => event.preventDefault()}
      onClick={() => set(path, next)}
    >
      {text}
    </button>
  );
  const choices = !locked && !special && (
    <span className={classes.row}>
      {props.clearable &&
        value !== undefined &&
        choice(t('field.clear', { title }), undefined)}
      {active &&
        value === undefined &&
        props.emptyText &&
        choice(t('field.sendEmpty'), '')}
      {active &&
        value === undefined &&
        isNullable(schema) &&
        !Array.isArray(schema.enum) &&
        choice(t('field.sendNull'), null)}
    </span>
  );
  return (
    <div
      className={classes.frame}
      onFocus={() => setActive(true)}
      onBlur={event => {
        if (!event.currentTarget.contains(event.relatedTarget))
          setActive(false);
      }}
    >
      {!props.labelled && (
        <div className={props.field.bare ? undefined : classes.heading}>
          <div
            className={
              props.field.bare ? generalClasses.visuallyHidden : undefined
            }
          >
            <label id={`${id}__label`} htmlFor={id} className={classes.label}>
              {title}
            </label>
            {required && (
              // The control says so itself to those who hear the form.
              <span aria-hidden className={classes.quiet}>
                {' '}
                ({t('field.isRequired')})
              </span>
            )}
          </div>
          {choices}
        </div>
      )}
      {description && (
        <Description id={`${id}__description`} text={description} />
      )}
      {special ? (
        <div id={id} tabIndex={-1} className={classes.row}>
          <span className={classes.quiet}>
            {t(value === null ? 'field.sendsNull' : 'field.sendsEmpty')}
          </span>
          {!locked && choice(t('field.leaveOut'), undefined)}
        </div>
      ) : (
        props.children({
          id,
          'aria-labelledby': `${id}__label`,
          'aria-describedby': described.join(' ') || undefined,
          isInvalid: messages.length > 0,
          isRequired: required,
          isDisabled: locked !== undefined,
          validationBehavior: 'aria',
        })
      )}
      {preset !== undefined && (
        <span className={classes.quiet}>
          {t('field.default', { value: preset })}
        </span>
      )}
      {messages.length > 0 && (
        <div id={`${id}__error`} className={classes.error}>
          {messages.map(message => (
            <div key={message}>{message}</div>
          ))}
        </div>
      )}
      {props.labelled && choices}
    </div>
  );
}

/** Whether "" is a value of a text, as far as the schema tells. */
export const allowsEmptyText = (schema: FieldProps['schema']) =>
  typesOf(schema).includes('string') &&
  schema.pattern === undefined &&
  schema[SHORT_PATTERN_KEYWORD] === undefined &&
  !(typeof schema.minLength === 'number' && schema.minLength > 0);
