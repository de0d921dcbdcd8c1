import type { ReactNode } from 'react';
import { Alert, Button } from '@backstage/ui';
import { Card } from '../../components/Card';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';

/** One thing that can be done to a Resource, or why it cannot. */
export function ManageCard(props: {
  title: string;
  children: ReactNode;
  /** What the entity, or the person, lacks for it. */
  missing?: string;
  /** What is shown may be old, so nothing is done on its ground. */
  live: boolean;
  blocked: boolean;
  destructive?: boolean;
  /** Not the thing most people come for. */
  secondary?: boolean;
  onPress: () => void;
}) {
  const t = useT();
  const classes = useStyles();
  const { title, children, missing, live, blocked, destructive, onPress } =
    props;
  return (
    <Card title={title}>
      <div className={classes.column}>
        {children}
        {missing && (
          <Alert role="status" status="warning" icon title={missing} />
        )}
        <div className={classes.inline}>
          <Button
            variant={props.secondary ? 'secondary' : 'primary'}
            destructive={destructive}
            isDisabled={missing !== undefined || blocked || !live}
            onPress={onPress}
          >
            {title}
          </Button>
          {!live && (
            // The banner says so in sight; here another line would move what is below.
            <span className={classes.visuallyHidden}>
              {t('manage.unknown')}
            </span>
          )}
        </div>
      </div>
    </Card>
  );
}
