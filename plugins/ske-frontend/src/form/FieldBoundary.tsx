import { Component, type ReactNode } from 'react';
import { Alert, Button } from '@backstage/ui';
import { useT } from '../translations/useT';
import { useFormApi } from './FormApi';

/**
 * Keeps an error that a field throws inside the field. What is filled in is in
 * the form, not in the field, so nothing of it is lost.
 */
export class FieldBoundary extends Component<
  { title: string; children: ReactNode },
  { failure: Error | undefined }
> {
  state = { failure: undefined as Error | undefined };

  static getDerivedStateFromError(failure: Error) {
    return { failure };
  }

  render() {
    const { failure } = this.state;
    if (!failure) return this.props.children;
    return (
      <Failed
        title={this.props.title}
        reason={failure.message}
        onRetry={() => this.setState({ failure: undefined })}
      />
    );
  }
}

function Failed(props: { title: string; reason: string; onRetry: () => void }) {
  const t = useT();
  const { showYaml } = useFormApi();
  const { title, reason } = props;
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={t('field.failed', { title })}
      description={reason.split('\n')[0]}
      customActions={
        <>
          <Button size="small" variant="secondary" onPress={props.onRetry}>
            {t('field.tryAgain')}
          </Button>
          {showYaml && (
            <Button size="small" variant="secondary" onPress={showYaml}>
              {t('dialog.showYaml')}
            </Button>
          )}
        </>
      }
    />
  );
}
