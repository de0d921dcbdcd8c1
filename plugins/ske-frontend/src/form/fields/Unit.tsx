import type { JsonObject } from '@backstage/types';
import { useFieldStyles } from '../fieldStyles';
import { optionsOf } from '../fieldSchema';

/** What a value is counted in, beside its field. */
export function Unit({ schema }: { schema: JsonObject }) {
  const classes = useFieldStyles();
  const { unit } = optionsOf(schema);
  if (typeof unit !== 'string' || unit === '') return null;
  return <span className={classes.quiet}>{unit}</span>;
}
