import { Alert } from '@backstage/ui';
import type { JsonObject, JsonValue } from '@backstage/types';
import { describePath } from '../../../form/fieldIndex';
import { valueAt, type Path } from '../../../form/values';
import { useT } from '../../../translations/useT';

/** Says which secrets a draft could not keep, and what that means for the request. */
export function LostSecrets(props: {
  paths: Path[];
  schema: JsonObject;
  values: Record<string, JsonValue>;
}) {
  const t = useT();
  const { paths, schema, values } = props;
  const describe = (some: Path[]) =>
    some.map(path => describePath(schema, path, values)).join(', ');
  const stays = (path: Path) => valueAt(values, path) !== undefined;
  const staying = paths.filter(stays);
  const notSent = paths.filter(path => !stays(path));
  return (
    <Alert
      role="status"
      status="warning"
      icon
      title={t('dialog.secretsMissing')}
      description={
        <>
          {notSent.length > 0 && (
            <div>
              {t('dialog.secretsMissingText', { fields: describe(notSent) })}
            </div>
          )}
          {staying.length > 0 && (
            <div>
              {t('dialog.secretsMissingStay', { fields: describe(staying) })}
            </div>
          )}
        </>
      }
    />
  );
}
