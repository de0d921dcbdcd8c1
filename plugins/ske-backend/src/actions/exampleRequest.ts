/** A request in the `manifest:` of a step, for what Backstage shows of an action. */
export const exampleRequest = `|
        apiVersion: marketplace.example.org/v1alpha1
        kind: Redis
        metadata:
          name: cache
          namespace: default
        spec:
          size: small`;
