import { useRef } from 'react';
import { ButtonIcon } from '@backstage/ui';
import { RiCalendarLine } from '@remixicon/react';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';

/** Opens the browser's own calendar; what is chosen there is written with its zone. */
export function TimePicker(props: {
  kind: 'date' | 'date-time';
  value: string;
  isDisabled: boolean;
  onPick: (text: string) => void;
}) {
  const t = useT();
  const classes = useStyles();
  const input = useRef<HTMLInputElement>(null);
  const { kind, value, onPick } = props;
  const hasTime = kind === 'date-time';
  return (
    <span style={{ position: 'relative' }}>
      <input
        ref={input}
        className={classes.visuallyHidden}
        tabIndex={-1}
        aria-hidden
        type={hasTime ? 'datetime-local' : 'date'}
        step={hasTime ? 1 : undefined}
        value={hasTime ? localTime(value) : value}
        onChange={event => {
          const pickedTime = event.target.value;
          if (pickedTime) onPick(hasTime ? withZone(pickedTime) : pickedTime);
        }}
      />
      <ButtonIcon
        aria-label={t('field.pick')}
        icon={<RiCalendarLine />}
        variant="secondary"
        isDisabled={props.isDisabled}
        onPress={() => input.current?.showPicker?.()}
      />
    </span>
  );
}

const withZone = (local: string) =>
  new Date(local).toISOString().replace(/\.000Z$/, 'Z');

/** As the browser's input wants it: local, without a zone. */
function localTime(text: string): string {
  const time = new Date(text);
  if (text === '' || Number.isNaN(time.getTime())) return '';
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}
