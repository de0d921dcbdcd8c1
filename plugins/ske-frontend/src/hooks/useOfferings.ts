import type { OfferingSummary } from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../api/useSkeApi';
import { useAsync, type AsyncResult } from './useAsync';

/**
 * All Promises that the person may see. However many ask on a page, the backend is asked
 * once.
 */
export function useOfferings(): AsyncResult<OfferingSummary[]> {
  const api = useSkeApi();
  return useAsync(() => api.offerings(), [api]);
}

/** One of them; undefined while that is not known, and where it is not among them. */
export function useOffering(name: string): OfferingSummary | undefined {
  return useOfferings().value?.find(offering => offering.name === name);
}
