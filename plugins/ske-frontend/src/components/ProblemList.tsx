import { useStyles } from './styles';

/** What is wrong where, one line each. */
export function ProblemList(props: {
  problems: { field?: string; message: string }[];
}) {
  const classes = useStyles();
  return (
    <ul className={classes.plainList}>
      {props.problems.map(({ field, message }) => (
        <li key={`${field} ${message}`}>
          {[field, message].filter(Boolean).join(': ')}
        </li>
      ))}
    </ul>
  );
}
