import type { MixCalls, MixCommand } from '../../machines/ports'
import type { MakePort } from '../port'
import type { PeerCallMedia } from './call-media'
import { Mixer, SoundBlocked } from './mixer'

/** A conference is mixed for as long as this port is open; afterwards each far end hears the microphone alone. */
export function createMixerPort(makePort: MakePort, findCall: (callId: string) => PeerCallMedia | undefined): MixCalls {
  return makePort('mixCalls', ({ tell, receive }) => {
    let mixer: Mixer | null = null
    // One set after the other: the first may still wait for the browser.
    let last = Promise.resolve()

    const follow = async ({ callIds }: MixCommand) => {
      try {
        mixer ??= new Mixer((isInterrupted) => tell({ type: isInterrupted ? 'mix.interrupted' : 'mix.restored' }))
        const calls = callIds.flatMap((callId) => {
          const media = findCall(callId)
          return media ? ([[callId, media]] as const) : []
        })
        await mixer.mix(new Map(calls))
        tell({ type: 'mix.started' })
      } catch (error) {
        const code = error instanceof SoundBlocked ? 'audio-blocked' : 'media-failed'
        const text = error instanceof Error ? error.message : String(error)
        tell({ type: 'mix.refused', failure: { code, text } })
      }
    }

    receive((command) => {
      last = last.then(() => follow(command))
    })
    return () => {
      // What was asked for before is done with before it is undone.
      last = last.then(() => mixer?.close())
    }
  })
}
