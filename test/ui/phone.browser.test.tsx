import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { renderPhone } from '../../src/ui/render-phone'
import { cannedSource, refusal } from '../support/canned-source'
import { callView, connectionFailed, phoneState, withDevices } from '../support/phone-states'
import { expectFocusOn, shadowOf, showPhone, theOne } from './shown-phone'

const status = page.getByRole('status', { name: 'Phone status' })
const button = (name: string) => page.getByRole('button', { name, exact: true })

test('a failed connection is told, and can be tried again', async () => {
  const { source } = showPhone(connectionFailed)
  await expect.element(status).toHaveTextContent('The server does not allow this.')
  source.answer(refusal('unreachable'))
  await button('Reconnect').click()
  expect(source.asked).toEqual([{ type: 'connect' }])
  await expect.element(page.getByText('Cannot reach the server.')).toBeVisible()
  source.show(phoneState())
  await expect.element(page.getByText('Cannot reach the server.')).not.toBeInTheDocument()
})

test('blocked sound is told, and can be enabled', async () => {
  const { source } = showPhone(withDevices({ playback: 'blocked' }))
  await expect.element(status).toHaveTextContent('Sound is blocked by the browser.')
  await button('Enable sound').click()
  expect(source.asked).toEqual([{ type: 'unblockAudio' }])
})

test('devices are chosen in the settings, and shown as chosen once the phone says so', async () => {
  const { source } = showPhone(phoneState())
  await button('Settings').click()
  const microphone = page.getByRole('combobox', { name: 'Microphone' })
  await microphone.selectOptions('Jabra Evolve2 65')
  expect(source.asked).toEqual([{ type: 'setMicrophone', deviceId: 'headset' }])
  await expect.element(microphone).toHaveValue('')
  source.show(withDevices({ microphoneId: 'headset' }))
  await expect.element(microphone).toHaveValue('headset')
})

test('a person signs out in the settings', async () => {
  const { source } = showPhone(phoneState())
  await button('Settings').click()
  await button('Sign out').click()
  expect(source.asked).toEqual([{ type: 'signOut' }])
})

test('Escape closes the settings, and the focus goes back to their button', async () => {
  showPhone(phoneState())
  await button('Settings').click()
  page.getByRole('combobox', { name: 'Speaker' }).element().focus()
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('combobox', { name: 'Speaker' })).not.toBeInTheDocument()
  await expectFocusOn(button('Settings'))
})

test('nothing of the phone reaches the page, and nothing of the page reaches the phone', async () => {
  const hostile = document.createElement('style')
  hostile.textContent =
    'body { color: red; letter-spacing: 9px; text-align: right } button { display: none !important }'
  document.head.append(hostile)
  const sheets = document.styleSheets.length
  const { root } = showPhone(phoneState())
  const panel = getComputedStyle(theOne(root, '.phone'))
  expect([panel.letterSpacing, panel.textAlign]).toEqual(['normal', 'start'])
  await expect.element(button('Call')).toBeVisible()
  expect(document.styleSheets).toHaveLength(sheets)
  expect(document.adoptedStyleSheets).toHaveLength(0)
  hostile.remove()
})

test('nothing is fetched', () => {
  performance.clearResourceTimings()
  showPhone(phoneState({ calls: [callView()] }))
  expect(performance.getEntriesByType('resource')).toEqual([])
})

test('what is taken away leaves nothing behind, and can come back into the same element', async () => {
  const { host, source, remove } = showPhone(phoneState())
  expect(source.listeners).toBe(1)
  remove()
  expect(source.listeners).toBe(0)
  const root = shadowOf(host)
  expect(root.childNodes).toHaveLength(0)
  expect(root.adoptedStyleSheets).toHaveLength(0)
  const removeAgain = renderPhone(host, source)
  await expect.element(status).toHaveTextContent('Ready as Alice (1001)')
  removeAgain()
})

test('two phones in one shadow root are taken away one by one', async () => {
  const { host, remove } = showPhone(phoneState())
  const removeOther = renderPhone(host, cannedSource(connectionFailed))
  remove()
  await expect.element(status).toHaveTextContent('The server does not allow this.')
  expect(getComputedStyle(theOne(shadowOf(host), '.phone')).display).toBe('flex')
  removeOther()
})

test('an element that takes no shadow root is refused by name', () => {
  const image = document.createElement('img')
  expect(() => renderPhone(image, cannedSource(phoneState()))).toThrow(/<img>.*use a <div>/)
})

test.each(['light', 'dark'] as const)('the %s theme is that of the option, whatever the system says', (theme) => {
  const { root } = showPhone(phoneState(), { theme })
  expect(getComputedStyle(theOne(root, '.phone')).colorScheme).toBe(theme)
})

test('frozen views are shown and left as they are', async () => {
  const call = deepFreeze(callView())
  const { source } = showPhone(deepFreeze(phoneState({ calls: [call] })))
  source.show(deepFreeze(phoneState({ calls: [deepFreeze(callView({ hold: 'held' }))] })))
  await expect.element(button('Resume')).toBeVisible()
  expect(call.hold).toBe('none')
})

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze)
  return value
}
