import { afterEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { PhoneConfig } from '../../src/api/config'
import type { PhoneEvent } from '../../src/api/events'
import type { CallchartPhoneElement } from '../../src/element'
import { defineElement } from '../../src/element'
import { mount } from '../../src/mount'
import { theOne } from './shown-phone'

// Nobody listens there: the phone stays signed out, or says that it cannot reach the server.
const server = 'ws://127.0.0.1:9'
const config: PhoneConfig = { servers: [server] }
const status = page.getByRole('status', { name: 'Phone status' })

defineElement()

afterEach(async () => {
  for (const element of document.querySelectorAll('callchart-phone')) {
    element.remove()
    await element.dispose().catch(() => undefined)
  }
})

function put(html: string): CallchartPhoneElement {
  document.body.insertAdjacentHTML('beforeend', html)
  const element = document.querySelector('callchart-phone')
  if (element === null) throw new Error('no element')
  return element
}

const panelOf = (element: Element) => element.shadowRoot?.querySelector('.phone') ?? null

test('mount shows a phone in an element, and unmount leaves nothing of it', async () => {
  const host = document.createElement('div')
  document.body.append(host)
  const phone = mount(host, { ...config, theme: 'dark' })
  expect(phone.getState().session.status).toBe('signedOut')
  await expect.element(status).toHaveTextContent('Signed out')
  expect(panelOf(host)?.getAttribute('data-theme')).toBe('dark')
  await phone.unmount()
  expect(panelOf(host)).toBeNull()
  host.remove()
})

test('mount names the field that is wrong, and shows nothing', () => {
  const host = document.createElement('div')
  expect(() => mount(host, { servers: ['http://pbx.example'] })).toThrow(
    expect.objectContaining({ code: 'invalid-config', field: 'servers[0]' }),
  )
  expect(host.shadowRoot).toBeNull()
})

test('attributes make a phone, which is there at once', async () => {
  const element = put(
    `<callchart-phone servers="${server}" uri="sip:1001@pbx.example" display-name="Alice"></callchart-phone>`,
  )
  expect(element.getState().session).toMatchObject({
    status: 'signedOut',
    account: { user: '1001', displayName: 'Alice' },
  })
  expect(theOne(element.shadowRoot ?? element, 'input[autocomplete="username"]')).toHaveProperty('value', '1001')
})

test('its events are dispatched, and heard by listeners that came before the phone', async () => {
  const element = document.createElement('callchart-phone')
  const dispatched = new Promise<Event>((resolve) => element.addEventListener('phone.ready', resolve, { once: true }))
  const heard: PhoneEvent[] = []
  element.on('phone.ready', (event) => heard.push(event))
  element.config = config
  document.body.append(element)
  const event = await dispatched
  expect(event).toBeInstanceOf(CustomEvent)
  expect((event as CustomEvent<PhoneEvent>).detail).toMatchObject({ type: 'phone.ready' })
  expect(heard).toEqual([(event as CustomEvent<PhoneEvent>).detail])
})

test('a listener that throws stops neither the others nor the event', async () => {
  const reported = nextError()
  const element = document.createElement('callchart-phone')
  const heard: string[] = []
  element.on('phone.ready', () => {
    throw new Error('the host is broken')
  })
  element.on('phone.ready', ({ type }) => heard.push(type))
  const dispatched = new Promise((resolve) => element.addEventListener('phone.ready', resolve, { once: true }))
  element.config = config
  document.body.append(element)
  await dispatched
  expect(heard).toEqual(['phone.ready'])
  expect(await reported).toMatchObject({ message: 'the host is broken' })
})

test('those who subscribed hear of the phone that another config makes, until they end it', async () => {
  const element = put(`<callchart-phone servers="${server}"></callchart-phone>`)
  const users: (string | undefined)[] = []
  const unsubscribe = element.subscribe(({ session }) => users.push(session.account?.user))
  element.config = { ...config, account: { uri: 'sip:1002@pbx.example' } }
  await Promise.resolve()
  expect(users.at(-1)).toBe('1002')
  unsubscribe()
  const count = users.length
  element.config = { ...config, account: { uri: 'sip:1003@pbx.example' } }
  await Promise.resolve()
  expect(element.getState().session).toMatchObject({ account: { user: '1003' } })
  expect(users).toHaveLength(count)
})

test('the phone outlives a move within the document', async () => {
  const element = put(`<callchart-phone servers="${server}"></callchart-phone>`)
  const panel = panelOf(element)
  const target = document.createElement('section')
  document.body.append(target)
  target.append(element)
  await Promise.resolve()
  expect(panelOf(element)).toBe(panel)
  expect(element.getState().session.status).toBe('signedOut')
  target.remove()
})

test('and ends when it is taken out', async () => {
  const element = put(`<callchart-phone servers="${server}"></callchart-phone>`)
  element.remove()
  await Promise.resolve()
  expect(panelOf(element)).toBeNull()
  await expect(element.dial('1002')).rejects.toMatchObject({ code: 'invalid-config', field: 'servers' })
  document.body.append(element)
  expect(panelOf(element)).not.toBeNull()
})

test('without servers there is no phone, and every command says so', async () => {
  const element = put('<callchart-phone></callchart-phone>')
  await expect(element.signIn()).rejects.toMatchObject({ name: 'PhoneError', code: 'invalid-config' })
  expect(() => element.getState()).toThrow(/set its config/)
  element.setAttribute('servers', server)
  await Promise.resolve()
  expect(element.getState().session.status).toBe('signedOut')
})

test('another config makes another phone', async () => {
  const element = put(`<callchart-phone servers="${server}"></callchart-phone>`)
  const before = panelOf(element)
  element.config = { ...config, account: { uri: 'sip:1002@pbx.example' } }
  await Promise.resolve()
  expect(panelOf(element)).not.toBe(before)
  expect(element.getState().session).toMatchObject({ account: { user: '1002' } })
})

test('a password in an attribute is refused, and the reason given', async () => {
  const reported = nextError()
  const element = put(
    `<callchart-phone servers="${server}" uri="sip:1001@pbx.example" password="secret"></callchart-phone>`,
  )
  expect(await reported).toMatchObject({ code: 'invalid-config', field: 'password' })
  expect(element.getState().session.status).toBe('signedOut')
})

test('a wrong config is reported with its field, and commands reject with it', async () => {
  const reported = nextError()
  const element = put('<callchart-phone servers="http://pbx.example"></callchart-phone>')
  expect(await reported).toMatchObject({ code: 'invalid-config', field: 'servers[0]' })
  await expect(element.connect()).rejects.toMatchObject({ field: 'servers[0]' })
})

test('a server that cannot be reached is told in words', async () => {
  const element = put(`<callchart-phone servers="${server}" uri="sip:1001@pbx.example"></callchart-phone>`)
  await expect(element.signIn({ password: 'secret' })).rejects.toMatchObject({ code: 'unreachable', retryable: true })
  await expect.element(status).toHaveTextContent('Cannot reach the server. Trying again…')
})

/** What the page's error handling is told next. */
function nextError(): Promise<unknown> {
  return new Promise((resolve) => {
    window.addEventListener(
      'error',
      (event) => {
        event.preventDefault()
        event.stopImmediatePropagation()
        resolve(event.error)
      },
      { once: true, capture: true },
    )
  })
}
