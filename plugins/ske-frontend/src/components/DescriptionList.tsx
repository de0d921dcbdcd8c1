import type { ReactNode } from 'react';
import { useStyles } from './styles';

/** Names and values; what has no value is left out. */
export function DescriptionList(props: {
  items: { label: string; value: ReactNode }[];
  wide?: boolean;
}) {
  const classes = useStyles();
  const visibleItems = props.items.filter(
    ({ value }) =>
      ![undefined, null, '', false].some(emptyValue => value === emptyValue),
  );
  return (
    <dl
      className={`${classes.descriptions} ${
        props.wide ? classes.descriptionsWide : ''
      }`}
    >
      {visibleItems.map(({ label, value }) => [
        <dt key={`${label} name`}>{label}</dt>,
        <dd key={`${label} value`}>{value}</dd>,
      ])}
    </dl>
  );
}
