import type { PlatformHealth } from '@syntasso/plugin-ske-common';
import { CredentialCard } from './CredentialCard';
import { DiscoveryCard } from './DiscoveryCard';
import { PlatformCard } from './PlatformCard';
import { WatchesCard } from './WatchesCard';

/** How the platform is reached, with which rights, and how the watches stand. */
export function HealthCards(props: {
  health: PlatformHealth;
  onRefresh: () => void;
}) {
  const { health, onRefresh } = props;
  return (
    <>
      <PlatformCard health={health} onRefresh={onRefresh} />
      {health.credentials.map(credential => (
        <CredentialCard key={credential.whose} credential={credential} />
      ))}
      <DiscoveryCard discovery={health.discovery} />
      <WatchesCard watches={health.watches} />
    </>
  );
}
