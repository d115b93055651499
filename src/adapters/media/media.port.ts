import type { MediaCommand, MediaFact, WatchMedia } from '../../machines/ports'
import type { MakePort } from '../port'
import type { PeerCallMedia } from './call-media'

export interface OpenCallMedia {
  open(callId: string, tell: (fact: MediaFact) => void): PeerCallMedia
  close(callId: string, media: PeerCallMedia): void
}

/** The media of a call live as long as this port is open. */
export function createMediaPort(makePort: MakePort, calls: OpenCallMedia): WatchMedia {
  return makePort('watchMedia', ({ input, tell, receive }) => {
    const media = calls.open(input.callId, tell)
    receive((command) => follow(media, command, tell))
    return () => calls.close(input.callId, media)
  })
}

function follow(media: PeerCallMedia, command: MediaCommand, tell: (fact: MediaFact) => void): void {
  const { microphone } = media
  switch (command.type) {
    case 'microphone.acquire':
      void microphone.acquire()
      break
    case 'microphone.release':
      microphone.withdraw()
      break
    case 'microphone.mute':
      microphone.mute(true)
      tell({ type: 'microphone.muted' })
      break
    case 'microphone.unmute':
      microphone.mute(false)
      tell({ type: 'microphone.unmuted' })
      break
    case 'media.silence':
      media.silence(true)
      break
    case 'media.unsilence':
      media.silence(false)
      break
  }
}
