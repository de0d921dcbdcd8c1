import { Navigate } from 'react-router-dom';
import { HealthPage } from '../features/platformHealth/HealthPage';
import { usePlatformHealthHref } from './platformPage';

/** Redirects to the health on the page Platform; shows it by itself where the app has no such page. */
export function HealthRedirect() {
  const href = usePlatformHealthHref();
  return href ? <Navigate to={href} replace /> : <HealthPage />;
}
