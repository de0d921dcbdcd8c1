// Promises and Resources as Kratix leaves them, as far as their health depends on it.

export const condition = (type: string, status: string, reason: string) => ({
  type,
  status,
  reason,
  message: reason,
  lastTransitionTime: '2026-08-02T10:00:00Z',
});
export const reconciled = condition('Reconciled', 'True', 'Reconciled');
export const pipeline = (phase: string, more = {}) => ({
  kratix: { workflows: { pipelines: [{ name: 'p', phase, ...more }] } },
});
export const resource = (status: object | undefined, metadata = {}) => ({
  apiVersion: 'g.example.org/v1',
  kind: 'Redis',
  metadata: { name: 'x', namespace: 'default', generation: 1, ...metadata },
  status,
});
export const promise = (status: object, metadata = {}) => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: { name: 'redis', generation: 2, ...metadata },
  status,
});
export const done = {
  workflows: 1,
  observedGeneration: 1,
  ...pipeline('Succeeded'),
};
