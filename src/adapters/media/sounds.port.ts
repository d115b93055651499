import type { PlaySound } from '../../machines/ports'
import type { MakePort } from '../port'
import type { Sounder } from './sounds/sounder'

/** A sound plays as long as its port is open. */
export function createSoundsPort(makePort: MakePort, sounder: Sounder): PlaySound {
  return makePort('playSound', ({ input }) => sounder.sound(input.sound))
}
