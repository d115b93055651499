import { createActor } from 'xstate'
import { createMediaAdapter } from '../../../src/adapters/media/media.adapter'
import { createPortMaker } from '../../../src/adapters/port'

/**
 * Runs in a browser that wants a gesture before it sounds: see autoplay.test.ts. The address says what to do, and the
 * console tells the facts, since what Playwright evaluates counts as a gesture.
 */
const makePort = createPortMaker((_port, fact, step) => {
  if (fact.type.startsWith('playback.')) console.log(fact.type)
  step()
})
const adapter = createMediaAdapter({ makePort })
const devices = createActor(adapter.watchDevices, { input: undefined }).start()

const deeds: Readonly<Record<string, () => void>> = {
  '#ring': () => createActor(adapter.playSound, { input: { sound: 'ringtone' } }).start(),
  '#call': () => void call(),
  '#unblock': () => devices.send({ type: 'playback.unblock' }),
}

/** Between two phones of this page, without microphones, for whose sake the browser would allow sound. */
async function call(): Promise<void> {
  const [from, to] = ['a', 'b'].map((callId) => {
    createActor(adapter.watchMedia, { input: { callId } }).start()
    return adapter.findCallMedia(callId)
  })
  if (!from || !to) throw new Error('The calls have no media')
  await from.acceptAnswer(await to.createAnswer(await from.createOffer({ hold: false, iceRestart: false })))
}

const act = () => deeds[location.hash]?.()
addEventListener('hashchange', act)
act()
