import { Component, type ErrorInfo, type ReactNode } from 'react';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Alert, Text } from '@backstage/ui';
import { useT } from '../translations/useT';
import { useStyles } from './styles';

/** A card of an entity page, which survives what goes wrong inside it. */
export function Card(props: {
  title?: ReactNode;
  /** How many things it shows, beside the title. */
  count?: number;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { contents, inline, readable } = useStyles();
  const { count } = props;
  const title =
    count === undefined ? (
      props.title
    ) : (
      <span className={inline}>
        {props.title}
        <Text color="secondary">{count}</Text>
      </span>
    );
  return (
    <EntityInfoCard
      title={
        title && <span className={`${readable} ${contents}`}>{title}</span>
      }
      headerActions={props.actions}
    >
      <div className={`${readable} ${contents}`}>
        <CardBoundary>{props.children}</CardBoundary>
      </div>
    </EntityInfoCard>
  );
}

/** Keeps a crash to its card, and says what was wrong. */
export class CardBoundary extends Component<
  { children: ReactNode },
  { error: Error | undefined }
> {
  state = { error: undefined as Error | undefined };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  componentDidCatch(error: Error, info: ErrorInfo) {
    // eslint-disable-next-line no-console -- the only trace a developer gets
    console.error('SKE card failed', error, info.componentStack);
  }

  render() {
    return this.state.error ? (
      <CardFailure message={this.state.error.message} />
    ) : (
      this.props.children
    );
  }
}

function CardFailure(props: { message: string }) {
  const t = useT();
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={t('error.card')}
      description={props.message}
    />
  );
}
