import type { ControllerHealth } from '@syntasso/plugin-ske-common';
import type { ControllerBindings } from '../live/controller/ControllerBindings';

/** Whether the controller that keeps catalog entities answers, where it is asked. */
export async function controllerHealth(
  controller: ControllerBindings | undefined,
): Promise<ControllerHealth | undefined> {
  if (!controller) return undefined;
  const { url } = controller;
  const state = await controller.current();
  switch (state.kind) {
    case 'read':
      return { url, readable: { state: 'yes', bindings: state.bindings.size } };
    case 'unreachable':
      return { url, readable: { state: 'no', reason: state.reason } };
    default:
      return { url, readable: { state: 'no', reason: 'Backstage is ending.' } };
  }
}
