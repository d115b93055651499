import type { Place } from './call.setup'

/** The intent's command is outstanding from here, at this place; one that was there is superseded. */
export const opens = (place: Place) =>
  ({
    type: 'openCommand',
    params: ({ event }: { event: { readonly commandId: string } }) => ({ place, intent: event }),
  }) as const
