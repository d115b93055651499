import { expect, test } from 'vitest'
import { cleanTarget, connectDial } from '../../../src/ui/connect/dial.connect'
import { en } from '../../../src/ui/locales/en'
import { cannedSource, refusal } from '../../support/canned-source'
import { callRecord, connecting, phoneState } from '../../support/phone-states'

function connect(state = phoneState()) {
  const source = cannedSource(state)
  return { source, props: connectDial(state, en, (command) => source.send(command)) }
}

test.each([
  [' 1002 ', '1002'],
  ['tel:+41-44-668-18-00', '+41-44-668-18-00'],
  ['callto://1002', '1002'],
  ['\u202a+41 44 668\u202c', '+41 44 668'],
  ['044\u00a0668\r\n', '044 668'],
  ['sip:bob@pbx.example', 'sip:bob@pbx.example'],
])('%j is dialled as %j', (typed, target) => {
  expect(cleanTarget(typed)).toBe(target)
})

test('what was typed is dialled', async () => {
  const { source, props } = connect()
  source.answer(() => Promise.resolve('call-1'))
  expect(await props.dial(' 1002')).toBeNull()
  expect(source.asked).toEqual([{ type: 'dial', target: '1002' }])
})

test.each(['', '  ', 'tel:'])('nothing to dial (%j) is told, and nothing is sent', async (typed) => {
  const { source, props } = connect()
  expect((await props.dial(typed))?.words).toBe('Enter a number or a name to call.')
  expect(source.asked).toEqual([])
})

test('why nobody can be called now is told, and nothing is sent', async () => {
  const { source, props } = connect(connecting)
  expect(props.call).toEqual({ label: 'Call', state: 'unavailable', why: 'The phone is not connected.' })
  expect((await props.dial('1002'))?.words).toBe('The phone is not connected.')
  expect(source.asked).toEqual([])
})

test('a refusal comes in words', async () => {
  const { source, props } = connect()
  source.answer(refusal('invalid-target'))
  const failure = await props.dial('not a number!')
  expect(failure).toEqual({
    code: 'invalid-target',
    words: 'This is not a number or a name that can be called.',
  })
  expect(failure && props.wordsFor(failure)).toBe(failure?.words)
  expect(failure && props.keeps(failure)).toBe(true)
})

test('an error of another make is told in its own words', async () => {
  const { source, props } = connect()
  source.answer(() => Promise.reject(new Error('the tab is gone')))
  expect((await props.dial('1002'))?.words).toBe('the tab is gone')
})

test('what the last call says already is not said twice', () => {
  const lastCall = callRecord({ ending: 'rejected', problem: { code: 'busy' } })
  const { props } = connect(phoneState({ lastCall }))
  expect(props.wordsFor({ code: 'busy', words: 'The line is busy.' })).toBeNull()
  expect(props.wordsFor({ code: 'not-allowed', words: 'No.' })).toBe('No.')
})

test('a call that was given up has nothing to say and nothing to keep', () => {
  const { props } = connect()
  const failure = { code: 'cancelled', words: 'Cancelled.' }
  expect(props.wordsFor(failure)).toBeNull()
  expect(props.keeps(failure)).toBe(false)
})
