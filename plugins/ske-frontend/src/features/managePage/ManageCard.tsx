import type { ReactNode } from 'react';
import { Alert, Button, Text } from '@backstage/ui';
import { Card } from '../../components/Card';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';

/** One thing that can be done to a Resource, or why it cannot. */
export function ManageCard(props: {
  title: string;
  children: ReactNode;
  /** What the entity, or the person, lacks for it. */
  lacks?: string;
  /** What is shown may be old, so nothing is done on its ground. */
  live: boolean;
  held: boolean;
  destructive?: boolean;
  /** Not the thing most people come for. */
  secondary?: boolean;
  onPress: () => void;
}) {
  const t = useT();
  const classes = useStyles();
  const { title, children, lacks, live, held, destructive, onPress } = props;
  return (
    <Card title={title}>
      <div className={classes.column}>
        {children}
        {lacks && <Alert role="status" status="warning" icon title={lacks} />}
        {!live && <Text color="secondary">{t('manage.unknown')}</Text>}
        <div>
          <Button
            variant={destructive || props.secondary ? 'secondary' : 'primary'}
            destructive={destructive}
            isDisabled={lacks !== undefined || held || !live}
            onPress={onPress}
          >
            {title}
          </Button>
        </div>
      </div>
    </Card>
  );
}
