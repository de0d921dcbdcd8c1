import { useRouteRef } from '@backstage/frontend-plugin-api';
import { useT } from '../translations/useT';
import { healthRouteRef } from './routes';

/** The entry in a Promise page's menu that leads to the platform's health. */
export function useHealthMenuItem() {
  const t = useT();
  const href = useRouteRef(healthRouteRef)?.() ?? '/ske-health';
  return { title: t('platform.title'), href };
}
