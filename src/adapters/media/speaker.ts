import { Unsupported } from './failures'

interface Output {
  setSinkId(deviceId: string): Promise<void>
}

/** Safari, and Firefox before 116, have only the system's default. */
export function canChooseSpeaker(output: object): output is Output {
  return 'setSinkId' in output
}

/** `''`: the system's default. Rejects as `setSinkId` does. */
export async function useOutput(output: object, deviceId: string): Promise<void> {
  if (canChooseSpeaker(output)) return output.setSinkId(deviceId)
  if (deviceId !== '') throw new Unsupported('This browser plays on the system’s default speaker only.')
}
