import { Alert, Text } from '@backstage/ui';
import {
  rightSchema,
  type CredentialHealth,
  type Right,
} from '@syntasso/plugin-ske-common';
import { Card } from '../../components/Card';
import { Code } from '../../components/Code';
import { CopyButton } from '../../components/CopyButton';
import { DescriptionList } from '../../components/DescriptionList';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';

/** Whom the platform takes us for, what that may not do, and the rule to add. */
export function CredentialCard(props: { credential: CredentialHealth }) {
  const t = useT();
  const classes = useStyles();
  const { credential } = props;
  const { rights, missingRules } = credential;
  return (
    <Card title={t(`platform.whose.${credential.whose}`)}>
      <div className={classes.column}>
        {credential.problem && (
          <Alert
            role="alert"
            status="danger"
            icon
            title={t('platform.credentialProblem')}
            description={credential.problem}
          />
        )}
        {credential.warnings?.map(warning => (
          <Alert
            key={warning}
            role="status"
            status="warning"
            icon
            title={t('platform.warning')}
            description={warning}
          />
        ))}
        <DescriptionList
          wide
          items={[
            { label: t('platform.from'), value: credential.source },
            { label: t('platform.user'), value: credential.user },
            {
              label: t('platform.groups'),
              value: credential.groups.join(', '),
            },
            ...rightSchema.shape.purpose.options
              .filter(purpose =>
                rights.some(right => right.purpose === purpose),
              )
              .map(purpose => ({
                label: t(`platform.purpose.${purpose}`),
                value: (
                  <Rights
                    rights={rights.filter(right => right.purpose === purpose)}
                  />
                ),
              })),
          ]}
        />
        {missingRules && (
          <>
            <div className={classes.spread}>
              <Text weight="bold">{t('platform.add')}</Text>
              <CopyButton
                withText
                text={missingRules}
                label={t('platform.role')}
              />
            </div>
            <Code label={t('platform.add')}>{missingRules}</Code>
          </>
        )}
      </div>
    </Card>
  );
}

/** Whether the rights for a purpose are there, or which are not. */
function Rights(props: { rights: Right[] }) {
  const t = useT();
  const { rights } = props;
  const missingRights = rights.filter(right => !right.allowed);
  if (missingRights.length === 0) return <>{t('platform.allThere')}</>;
  return (
    <>
      <Text weight="bold">
        {t('platform.missing', {
          count: missingRights.length,
          total: rights.length,
        })}
      </Text>
      <Text as="p" variant="body-small" color="secondary">
        {missingRights.map(nameOf).join(', ')}
      </Text>
    </>
  );
}

const nameOf = ({ verb, resource, group }: Right) =>
  `${verb} ${resource}${group ? `.${group}` : ''}`;
