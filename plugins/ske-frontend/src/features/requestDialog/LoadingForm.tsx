import { DialogBody } from '@backstage/ui';
import { Loading } from '../../components/Loading';
import { useT } from '../../translations/useT';

/** Stands in the dialog until the form is there. */
export function LoadingForm() {
  const t = useT();
  return (
    <DialogBody>
      <Loading what={t('dialog.form')} heights={[28, 72, 72]} />
    </DialogBody>
  );
}
