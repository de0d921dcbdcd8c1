import { Text } from '@backstage/ui';
import { useT } from '../translations/useT';

/** That there may be more than somebody may see, and why; nothing where all is seen. */
export function SomeHidden(props: { denied: string | undefined }) {
  const t = useT();
  return props.denied ? (
    <Text as="p" variant="body-small" color="secondary">
      {t('promise.someHidden', { message: props.denied })}
    </Text>
  ) : null;
}
