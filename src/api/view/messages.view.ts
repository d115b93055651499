import type { SnapshotFrom } from 'xstate'
import type { Message, messagesMachine } from '../../machines/messages.machine'
import type { MessageView } from '../state'
import { problemOf } from './problem.view'

export type MessagesSnapshot = SnapshotFrom<typeof messagesMachine>

export const viewMessage = ({ messageId: id, failure, ...told }: Message): MessageView =>
  Object.freeze({ id, ...told, problem: failure === null ? null : problemOf(failure) })

/** The chart replaces a message when something becomes of it, and so does the view: the others stay the same objects. */
export function createMessagesView(): (snapshot: MessagesSnapshot) => readonly MessageView[] {
  const views = new WeakMap<Message, MessageView>()
  return ({ context }) =>
    Object.freeze(
      context.messages.map((message) => {
        const view = views.get(message) ?? viewMessage(message)
        views.set(message, view)
        return view
      }),
    )
}
