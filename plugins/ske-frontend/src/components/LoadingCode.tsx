import { useStyles } from './styles';

/** Stands for `Code` while what draws its text is loaded: its box, with an empty line. */
export function LoadingCode() {
  const classes = useStyles();
  return (
    <pre className={classes.code} aria-hidden>
      {'\u00a0'}
    </pre>
  );
}
