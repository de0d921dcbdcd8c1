import type { ReactNode } from 'react';
import { BgProvider } from '@backstage/ui';
import { useStyles } from '../components/styles';

/** For fields on the scaffolder's card, which the design system knows nothing of. */
export function OnScaffolderCard(props: { children: ReactNode }) {
  const { readable } = useStyles();
  return (
    <BgProvider bg="neutral-1">
      <div className={readable}>{props.children}</div>
    </BgProvider>
  );
}
