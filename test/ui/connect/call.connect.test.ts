import { describe, expect, test } from 'vitest'
import type { CallView } from '../../../src/api/state'
import { connectCall } from '../../../src/ui/connect/call.connect'
import { en } from '../../../src/ui/locales/en'
import { cannedSource } from '../../support/canned-source'
import { callView, dialingCall, incomingCall, mallory, now, phoneState, whyNot } from '../../support/phone-states'

function connect(call: CallView) {
  const source = cannedSource(phoneState({ calls: [call] }))
  source.answer(() => Promise.resolve())
  return { source, props: connectCall(call, en, (command) => source.send(command)) }
}

const statuses: readonly [string, CallView][] = [
  ['Starting the microphone…', dialingCall({ phase: 'preparing' })],
  ['Calling…', dialingCall()],
  ['Ringing', dialingCall({ progress: 'ringing' })],
  ['Forwarded, calling…', dialingCall({ progress: 'forwarded' })],
  ['Waiting in the queue', dialingCall({ progress: 'queued' })],
  ['Hanging up…', dialingCall({ phase: 'cancelling' })],
  ['Incoming call', incomingCall()],
  ['Answering…', incomingCall({ phase: 'answering' })],
  ['Declining…', incomingCall({ phase: 'declining' })],
  ['Connected', callView()],
  ['Connected', callView({ media: 'none' })],
  ['Connecting the sound…', callView({ media: 'connecting' })],
  ['The sound is interrupted…', callView({ media: 'interrupted' })],
  ['The sound was lost', callView({ media: 'lost' })],
  ['Putting on hold…', callView({ hold: 'holding' })],
  ['On hold', callView({ hold: 'held' })],
  ['Resuming…', callView({ hold: 'resuming', remoteHold: 'held' })],
  ['Bob Meyer put you on hold', callView({ remoteHold: 'held' })],
  ['On hold at both ends', callView({ hold: 'held', remoteHold: 'held' })],
  ['Hanging up…', callView({ phase: 'ending' })],
]

test.each(statuses)('a call says "%s" when it is so', (words, call) => {
  expect(connect(call).props.status).toBe(words)
})

describe('hold and resume share a button', () => {
  test.each([
    ['none', 'Hold', 'ready', 'hold'],
    ['holding', 'Hold', 'busy', null],
    ['held', 'Resume', 'ready', 'resume'],
    ['resuming', 'Resume', 'busy', null],
  ] as const)('%s: it says %s, is %s and sends %s', (hold, label, state, sent) => {
    const { source, props } = connect(callView({ hold }))
    expect(props.hold).toMatchObject({ label, state })
    props.hold.run()
    expect(source.asked).toEqual(sent === null ? [] : [{ type: sent, callId: 'call-1' }])
  })
})

describe('mute and unmute share a button', () => {
  test.each([
    ['none', 'Mute', 'unavailable', null],
    ['open', 'Mute', 'ready', 'mute'],
    ['muting', 'Mute', 'busy', null],
    ['muted', 'Unmute', 'ready', 'unmute'],
    ['unmuting', 'Unmute', 'busy', null],
  ] as const)('%s: it says %s, is %s and sends %s', (microphone, label, state, sent) => {
    const { source, props } = connect(callView({ microphone }))
    expect(props.mute).toMatchObject({ label, state })
    props.mute.run()
    expect(source.asked).toEqual(sent === null ? [] : [{ type: sent, callId: 'call-1' }])
  })
})

test('what may not be done says why, and does nothing', () => {
  const { source, props } = connect(dialingCall())
  expect(props.hold).toMatchObject({ state: 'unavailable', why: 'The call is not connected yet.' })
  expect(props.tones).toEqual({ label: 'Keypad', state: 'unavailable', why: 'The call is not connected yet.' })
  props.hold.run()
  props.sendTone('5')
  expect(source.asked).toEqual([])
})

test('an incoming call is answered and declined by its id', () => {
  const { source, props } = connect(incomingCall({ id: 'call-7' }))
  props.answer.run()
  props.decline.run()
  expect(source.asked).toEqual([
    { type: 'answer', callId: 'call-7' },
    { type: 'decline', callId: 'call-7' },
  ])
})

test('tones go to the call whose keypad it is', () => {
  const { source, props } = connect(callView({ id: 'call-3' }))
  props.sendTone('#')
  expect(source.asked).toEqual([{ type: 'sendDtmf', callId: 'call-3', tones: '#' }])
})

test('a command that is refused rejects nowhere, and whoever asks hears of it', async () => {
  const refused = new Error('refused')
  const { source, props } = connect(callView())
  source.answer(() => Promise.reject(refused))
  const heard = await new Promise((resolve) => props.hold.run(resolve))
  expect(heard).toBe(refused)
})

test('the last command that failed is told in words', () => {
  expect(connect(callView({ problem: { code: 'not-acceptable' } })).props.problem).toBe(
    'The other side could not accept this.',
  )
  expect(connect(callView()).props.problem).toBeNull()
})

test('a duration runs from the answer on, and not before', () => {
  expect(connect(callView()).props.since).toBe(now - 83_000)
  expect(connect(dialingCall()).props.since).toBeNull()
})

test.each([
  ['ringing', incomingCall()],
  ['pending', incomingCall({ phase: 'answering' })],
  ['talking', callView()],
  ['held', callView({ remoteHold: 'held' })],
  ['troubled', callView({ media: 'interrupted' })],
] as const)('what stands out is %s', (state, call) => {
  expect(connect(call).props.state).toBe(state)
})

test('markup in a name stays the text that it is', () => {
  const { props } = connect(incomingCall({ remote: mallory }))
  expect(props.remote.name).toBe('<img src=x onerror="alert(1)"><b>Mallory</b>')
})

test('permissions come from the view and from nowhere else', () => {
  const call = callView()
  const frozen = { ...call, can: { ...call.can, hangUp: whyNot('ending') } }
  expect(connect(frozen).props.hangUp).toMatchObject({ state: 'unavailable', why: 'The call is ending.' })
})
