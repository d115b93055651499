import type { TestMicrophone } from '../../machines/ports/device-test'
import type { MakePort } from '../port'
import type { DeviceTest } from './device-test'
import type { ReadLevel } from './levels'
import type { Microphones } from './microphones'
import type { Sounder } from './sounds/sounder'

export interface DeviceTestParts {
  readonly makePort: MakePort
  readonly microphones: Microphones
  readonly speaker: Sounder
  /** Hears how the test's level is read; null when there is no test any more. */
  readonly setReader: (reader: ReadLevel | null) => void
}

/** The microphone is open as long as this port is. */
export function createDeviceTestPort({ makePort, microphones, speaker, setReader }: DeviceTestParts): TestMicrophone {
  return makePort('testMicrophone', ({ tell, receive }) => {
    let test: DeviceTest | null = null
    let isOver = false
    const open = async () => {
      // Fetched when somebody tries: calls need none of it.
      const file = await import('./device-test')
      if (isOver) return
      test = new file.DeviceTest(microphones, speaker, tell)
      setReader(test.readLevel)
      await test.open()
    }
    open().catch(() => tell({ type: 'test.refused', failure: { code: 'media-failed' } }))
    receive(({ type }) => {
      if (type === 'test.record') test?.record()
      else void test?.play()
    })
    return () => {
      isOver = true
      setReader(null)
      test?.close()
    }
  })
}
