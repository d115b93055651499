import type { PlaySound, Sound } from '../../machines/ports'
import type { MakePort } from '../port'
import type { OutputRole } from './playback'
import type { Sounder } from './sounds/sounder'

/** A sound plays as long as its port is open. */
export function createSoundsPort(makePort: MakePort, sounders: Readonly<Record<OutputRole, Sounder>>): PlaySound {
  return makePort('playSound', ({ input }) => sounders[roleOf(input)].sound(input))
}

function roleOf(input: Sound): OutputRole {
  if (input.sound === 'chime') return input.on
  return input.sound === 'ringtone' ? 'ringDevice' : 'speaker'
}
