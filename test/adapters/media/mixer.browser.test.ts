import { expect, onTestFinished, test, vi } from 'vitest'
import { createMediaAdapter } from '../../../src/adapters/media/media.adapter'
import { withGetUserMedia } from './capture'
import { FarParty, hum } from './far-party'
import { patience } from './peers'
import { openPort, recordPorts } from './ports'

/** Each one hums a tone of their own: the person here, Bob, Carol and Dave. */
const own = 500
const [bob, carol, dave] = [900, 1_400, 2_100] as const
const all = [own, bob, carol, dave]

/** A phone in calls with Bob, Carol and, when asked, Dave; nobody is on hold. */
async function openCalls(callIds: readonly ('bob' | 'carol' | 'dave')[] = ['bob', 'carol']) {
  const opened: MediaStream[] = []
  const findDevices = withGetUserMedia(() => {
    const stream = hum(own)
    opened.push(stream)
    return Promise.resolve(stream)
  })
  const { makePort, factsOf } = recordPorts()
  const adapter = createMediaAdapter({ makePort, findDevices })
  onTestFinished(() => adapter.dispose())
  const tones = { bob, carol, dave }
  const calls = await Promise.all(
    callIds.map(async (callId, index) => {
      const port = openPort(adapter.watchMedia, { callId })
      port.send({ type: 'microphone.acquire' })
      const acquired = () => factsOf(`watchMedia#${index + 1}`).map(({ type }) => type)
      await vi.waitFor(() => expect(acquired()).toContain('microphone.acquired'), patience)
      const media = adapter.findCallMedia(callId)
      if (!media) throw new Error('The call has no media')
      return { port, media, far: await FarParty.answer(media, tones[callId]) }
    }),
  )
  const mixer = () => {
    const port = openPort(adapter.mixCalls, undefined)
    return { mix: (...ids: string[]) => port.send({ type: 'mix.set', callIds: ids }), close: () => port.close() }
  }
  const facts = () => factsOf('mixCalls#1').map(({ type }) => type)
  const [toBob, toCarol, toDave] = calls
  if (!toBob || !toCarol) throw new Error('A call is missing')
  return { adapter, toBob, toCarol, toDave, mixer, facts, opened }
}

test('before a merge each far end hears us alone', async () => {
  const { toBob, toCarol } = await openCalls()
  await toBob.far.hears([own], all)
  await toCarol.far.hears([own], all)
})

test('merged: each far end hears us and the other, and never itself; and it needs no offer', async () => {
  const { toBob, toCarol, mixer, facts } = await openCalls()
  const description = toBob.far.peer.localDescription?.sdp
  mixer().mix('bob', 'carol')
  await vi.waitFor(() => expect(facts()).toEqual(['mix.started']), patience)
  await toBob.far.hears([own, carol], all)
  await toCarol.far.hears([own, bob], all)
  expect(toBob.far.peer.localDescription?.sdp).toBe(description)
})

test('merged with a third: each hears the two others; when one leaves, the rest go on', async () => {
  const { toBob, toCarol, toDave, mixer } = await openCalls(['bob', 'carol', 'dave'])
  const { mix } = mixer()
  mix('bob', 'carol')
  await toBob.far.hears([own, carol], all)
  mix('bob', 'carol', 'dave')
  await toBob.far.hears([own, carol, dave], all)
  await toCarol.far.hears([own, bob, dave], all)
  await toDave?.far.hears([own, bob, carol], all)
  mix('bob', 'dave')
  await toBob.far.hears([own, dave], all)
  await toCarol.far.hears([own], all)
})

test('mute in a conference silences our microphone alone: the others go on hearing each other', async () => {
  const { toBob, toCarol, mixer } = await openCalls()
  mixer().mix('bob', 'carol')
  await toBob.far.hears([own, carol], all)
  for (const { port } of [toBob, toCarol]) port.send({ type: 'microphone.mute' })
  await toBob.far.hears([carol], all)
  await toCarol.far.hears([bob], all)
  for (const { port } of [toBob, toCarol]) port.send({ type: 'microphone.unmute' })
  await toBob.far.hears([own, carol], all)
})

test('a call that is being held is cut from a conference at once, both ways, before its far end has agreed', async () => {
  const { toBob, toCarol, mixer } = await openCalls()
  mixer().mix('bob', 'carol')
  await toBob.far.hears([own, carol], all)
  toBob.port.send({ type: 'media.silence' })
  await toBob.far.hears([], all)
  await toCarol.far.hears([own], all)
  toBob.port.send({ type: 'media.unsilence' })
  await toBob.far.hears([own, carol], all)
  await toCarol.far.hears([own, bob], all)
})

test('a re-INVITE in a conference goes on sending the mix', async () => {
  const { toBob, toCarol, mixer } = await openCalls()
  mixer().mix('bob', 'carol')
  await toBob.far.hears([own, carol], all)
  await toBob.far.take(await toBob.media.createOffer({ hold: false, iceRestart: true }), toBob.media)
  await toBob.far.hears([own, carol], all)
  await toCarol.far.hears([own, bob], all)
})

test('another microphone is heard in the conference that goes on', async () => {
  const { adapter, toBob, toCarol, mixer, opened } = await openCalls()
  mixer().mix('bob', 'carol')
  await toBob.far.hears([own, carol], all)
  const former = [...opened]
  const devices = openPort(adapter.watchDevices, undefined)
  devices.send({ type: 'device.use', role: 'microphone', choice: { microphoneId: 'other' } })
  await vi.waitFor(() => expect(former.some(({ active }) => active)).toBe(false), patience)
  expect(opened.filter(({ active }) => active)).toHaveLength(2)
  await toBob.far.hears([own, carol], all)
  await toCarol.far.hears([own, bob], all)
})

test('after the conference each far end hears our microphone alone', async () => {
  const { toBob, toCarol, mixer } = await openCalls()
  const { mix, close } = mixer()
  mix('bob', 'carol')
  await toBob.far.hears([own, carol], all)
  close()
  await toBob.far.hears([own], all)
  await toCarol.far.hears([own], all)
})

test('when the calls of a conference end, no microphone is open', async () => {
  const { toBob, toCarol, mixer, opened } = await openCalls()
  mixer().mix('bob', 'carol')
  await toBob.far.hears([own, carol], all)
  toBob.port.close()
  await toCarol.far.hears([own], all)
  toCarol.port.close()
  expect(opened.map(({ active }) => active)).toEqual([false, false])
})

test('a context that the browser stops: each far end hears us alone meanwhile, and the others again afterwards', async () => {
  const contexts: AudioContext[] = []
  const Original = globalThis.AudioContext
  const { toBob, toCarol, mixer, facts } = await openCalls()
  class Watched extends Original {
    constructor() {
      super()
      contexts.push(this)
    }
    // A browser that is in a phone call goes on only when that is over.
    override resume(): Promise<void> {
      return this.state === 'suspended' && facts().includes('mix.started') ? Promise.resolve() : super.resume()
    }
  }
  vi.stubGlobal('AudioContext', Watched)
  onTestFinished(() => void vi.unstubAllGlobals())
  mixer().mix('bob', 'carol')
  await toBob.far.hears([own, carol], all)
  await contexts[0]?.suspend()
  await vi.waitFor(() => expect(facts()).toEqual(['mix.started', 'mix.interrupted']), patience)
  await toBob.far.hears([own], all)
  if (contexts[0]) await Original.prototype.resume.call(contexts[0])
  await vi.waitFor(() => expect(facts().at(-1)).toBe('mix.restored'), patience)
  await toBob.far.hears([own, carol], all)
  await toCarol.far.hears([own, bob], all)
})

test('a browser that keeps the sound back is a refusal, and the calls are as they were', async () => {
  const { toBob, mixer, facts } = await openCalls()
  class Blocked extends AudioContext {
    override get state(): AudioContextState {
      return 'suspended'
    }
    override resume(): Promise<void> {
      return new Promise(() => {})
    }
  }
  vi.stubGlobal('AudioContext', Blocked)
  onTestFinished(() => void vi.unstubAllGlobals())
  mixer().mix('bob', 'carol')
  await vi.waitFor(() => expect(facts()).toEqual(['mix.refused']), patience)
  await toBob.far.hears([own], all)
})
