import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { asText, at } from '@syntasso/plugin-ske-common';

/** Entity reference of the person whose credentials these are; undefined for a service. */
export const userRefOf = ({
  principal,
}: Pick<BackstageCredentials, 'principal'>): string | undefined =>
  asText(at(principal, 'userEntityRef'));
