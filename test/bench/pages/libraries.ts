/**
 * XState and Solid alone: the names that the shell takes of them, so that the rest is shaken off here as it is there.
 */
export {
  createEffect,
  createMemo,
  createSignal,
  createUniqueId,
  For,
  Index,
  on,
  onCleanup,
  onMount,
  Show,
} from 'solid-js'
export {
  addEventListener,
  createComponent,
  effect,
  insert,
  memo,
  render,
  setAttribute,
  template,
  use,
} from 'solid-js/web'
export {
  assign,
  createActor,
  emit,
  enqueueActions,
  fromCallback,
  raise,
  sendParent,
  sendTo,
  setup,
  stateIn,
} from 'xstate'
