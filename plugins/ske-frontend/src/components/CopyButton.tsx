import { useState } from 'react';
import { Button, ButtonIcon } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useT } from '../translations/useT';

/** Copies a text; says so on the button. */
export function CopyButton(props: {
  text: string;
  label: string;
  withText?: boolean;
}) {
  const t = useT();
  const [isCopied, setIsCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard?.writeText(props.text).then(() => {
      setIsCopied(true);
      setTimeout(() => setIsCopied(false), 2_000);
    });
  };
  const icon = isCopied ? (
    <RiCheckLine size={16} />
  ) : (
    <RiFileCopyLine size={16} />
  );
  const name = isCopied
    ? t('common.copied')
    : t('common.copyOf', { label: props.label });
  return props.withText ? (
    <Button
      variant="secondary"
      size="small"
      iconStart={icon}
      onPress={copy}
      aria-label={name}
    >
      {isCopied ? t('common.copied') : t('common.copy')}
    </Button>
  ) : (
    <ButtonIcon
      variant="tertiary"
      size="small"
      icon={icon}
      onPress={copy}
      aria-label={name}
    />
  );
}
