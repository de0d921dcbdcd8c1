import { Navigate } from 'react-router-dom';
import { HealthPage } from '../features/platformHealth/HealthPage';
import { usePlatformHealthHref } from './platformPage';

/** Leads to the health on the page of the platform; alone where the app has no such page. */
export function HealthAddress() {
  const href = usePlatformHealthHref();
  return href ? <Navigate to={href} replace /> : <HealthPage />;
}
