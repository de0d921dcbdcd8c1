import { useEffect, useState } from 'react';
import { Skeleton } from '@backstage/ui';
import { useT } from '../translations/useT';
import { useStyles } from './styles';

const PATIENCE_MS = 150;

/** Skeletons of the final size, after a moment in which nothing is shown. */
export function Loading(props: { what: string; heights: number[] }) {
  const t = useT();
  const classes = useStyles();
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div
      className={classes.column}
      role="status"
      aria-label={t('common.loading', { what: props.what })}
    >
      {props.heights.map((height, index) => (
        <div key={index} style={{ height }}>
          {isLate && <Skeleton height={height} width="100%" />}
        </div>
      ))}
    </div>
  );
}
