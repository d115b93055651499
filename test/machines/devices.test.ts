import { describe, expect, test } from 'vitest'
import { devicesMachine } from '../../src/machines/devices.machine'
import { defaultPreferences } from '../../src/machines/devices.setup'
import type { DeviceChoice, DeviceRole } from '../../src/machines/ports'
import { settledIn } from '../support/call-harness'
import { startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

function choose(commandId: string, role: DeviceRole, choice: DeviceChoice) {
  return { type: 'devices.choose', commandId, at: 1, role, choice } as const
}

/** What can happen to the devices of one role. */
function deviceEvents(role: DeviceRole, key: 'microphoneId' | 'speakerId' | 'ringDeviceId') {
  const another: DeviceRole = role === 'ringDevice' ? 'speaker' : 'ringDevice'
  const used = (id: string | null) => ({ type: 'device.used', role, choice: { [key]: id } }) as const
  const there = ['desk', 'head'].map((id) => ({ id, label: id }))
  const list = (devices: object[]) => ({ type: 'devices.listed', microphones: devices, speakers: devices })
  return {
    choose: choose('first', role, { [key]: 'desk' }),
    chooseOther: choose('other', role, { [key]: 'head' }),
    used: used('desk'),
    usedOther: used('head'),
    usedDefault: used(null),
    notUsed: { type: 'device.refused', role, failure: { code: 'no-speaker' } },
    anotherNotUsed: { type: 'device.refused', role: another, failure: { code: 'no-speaker' } },
    unplugged: list(there.slice(1)),
    plugged: list(there),
    unnamed: list([{ id: '', label: '' }]),
  } as const
}

const events = {
  ...deviceEvents('speaker', 'speakerId'),
  request: { type: 'devices.requestPermission', commandId: 'request', at: 1 },
  granted: { type: 'permission.changed', permission: 'granted' },
  denied: { type: 'permission.changed', permission: 'denied' },
  prompt: { type: 'permission.changed', permission: 'prompt' },
  refused: { type: 'permission.refused', failure: { code: 'permission-denied' } },
  noMicrophone: { type: 'permission.refused', failure: { code: 'no-microphone' } },
  listed: { type: 'devices.listed', microphones: [{ id: 'usb', label: '' }], speakers: [] },
  listedNone: { type: 'devices.listed', microphones: [], speakers: [] },
  setMicrophone: choose('microphone', 'microphone', { microphoneId: 'usb' }),
  usedMicrophone: { type: 'device.used', role: 'microphone', choice: { microphoneId: 'usb' } },
  setProcessing: choose('processing', 'microphone', { processing: ['echoCancellation'] }),
  setVolume: { type: 'devices.setVolume', commandId: 'volume', at: 1, volumes: { ringVolume: 0.5 } },
  unblock: { type: 'devices.unblockAudio', commandId: 'unblock', at: 1 },
  blocked: { type: 'playback.blocked' },
  unblocked: { type: 'playback.unblocked' },
  interrupted: { type: 'playback.interrupted' },
  loaded: { type: 'preferences.loaded', preferences: defaultPreferences },
  loadedSpeaker: { type: 'preferences.loaded', preferences: { ...defaultPreferences, speakerId: 'desk' } },
  saved: { type: 'preferences.saved' },
  failed: { type: 'preferences.failed' },
} as const

type Step = keyof typeof events | 'silence'

const none = defaultPreferences

const start = (input: object = none, broken = {}) =>
  startChart(devicesMachine, { input, ports: ['watchDevices', 'keepPreferences'], broken })

type Chart = ReturnType<typeof start>

const go = (way: readonly Step[], chart = start()): Chart => {
  for (const step of way) chart.feed(step === 'silence' ? step : events[step])
  return chart
}

const { request, granted, denied, prompt, refused, noMicrophone, listed, listedNone } = events

testReactions('the permission', {
  start,
  events: { request, granted, denied, prompt, refused, noMicrophone },
  at: (chart) => chart.at('permission'),
  rows: [
    {
      way: [],
      at: 'unknown',
      reactions: { request: 'asking', granted: 'granted', denied: 'denied', prompt: 'prompt' },
    },
    {
      way: ['prompt'],
      at: 'prompt',
      reactions: { request: 'asking', granted: 'granted', denied: 'denied', prompt: 'prompt' },
    },
    {
      way: ['request'],
      at: 'asking',
      reactions: {
        request: 'asking',
        granted: 'granted',
        denied: 'denied',
        refused: 'denied',
        noMicrophone: 'prompt',
        silence: 'prompt',
      },
    },
    { way: ['granted'], at: 'granted', reactions: { request: 'granted', denied: 'denied', prompt: 'prompt' } },
    { way: ['denied'], at: 'denied', reactions: { request: 'asking', granted: 'granted', prompt: 'prompt' } },
    {
      way: ['denied', 'request'],
      at: 'asking',
      reactions: {
        request: 'asking',
        granted: 'granted',
        denied: 'denied',
        refused: 'denied',
        noMicrophone: 'prompt',
        silence: 'prompt',
      },
    },
  ],
})

testReactions('the microphones', {
  start,
  events: { listed, listedNone },
  at: (chart) => chart.at('microphone'),
  rows: [
    { way: [], at: 'unknown', reactions: { listed: 'present', listedNone: 'absent' } },
    {
      way: ['listed'],
      at: 'present',
      reactions: { listed: 'present', listedNone: 'absent' },
    },
    {
      way: ['listedNone'],
      at: 'absent',
      reactions: { listed: 'present', listedNone: 'absent' },
    },
  ],
})

describe.each([
  ['microphone', 'microphoneId'],
  ['speaker', 'speakerId'],
  ['ringDevice', 'ringDeviceId'],
] as const)('devices: the %s', (role, key) => {
  const every = {
    // Every list is told, whether or not it changes what is used.
    unplugged: 'settled',
    plugged: 'settled',
    unnamed: 'settled',
  } as const
  const missing = { unplugged: 'missing', plugged: 'switching', unnamed: 'missing' } as const
  const listedIn = (state: string) => ({ unplugged: state, plugged: state, unnamed: state })
  testReactions('is used', {
    start,
    events: deviceEvents(role, key),
    at: (chart) => chart.at('use', role),
    rows: [
      {
        way: [],
        at: 'settled',
        // What is told late is what is used.
        reactions: {
          ...every,
          choose: 'switching',
          chooseOther: 'switching',
          used: 'settled',
          usedOther: 'settled',
          usedDefault: 'settled',
        },
      },
      {
        way: ['choose'],
        at: 'switching',
        reactions: {
          ...listedIn('switching'),
          choose: 'overtaken',
          chooseOther: 'overtaken',
          used: 'settled',
          notUsed: 'settled',
          silence: 'settled',
        },
      },
      {
        way: ['choose', 'chooseOther'],
        at: 'overtaken',
        reactions: {
          ...listedIn('overtaken'),
          choose: 'overtaken',
          chooseOther: 'overtaken',
          used: 'switching',
          usedOther: 'switching',
          usedDefault: 'switching',
          notUsed: 'switching',
          silence: 'switching',
        },
      },
      {
        way: ['choose', 'used'],
        at: 'settled',
        reactions: {
          ...every,
          choose: 'switching',
          chooseOther: 'switching',
          used: 'settled',
          usedOther: 'settled',
          usedDefault: 'settled',
          // Unplugged: the default serves, and the choice is kept.
          unplugged: 'missing',
        },
      },
      {
        way: ['choose', 'used', 'unplugged'],
        at: 'missing',
        reactions: { ...missing, choose: 'switching', chooseOther: 'switching', unnamed: 'missing' },
      },
    ],
  })
})

const { unblock, blocked, unblocked, interrupted } = events

testReactions('playback', {
  start,
  events: { unblock, blocked, unblocked, interrupted },
  at: (chart) => chart.at('playback'),
  rows: [
    { way: [], at: 'allowed', reactions: { blocked: 'blocked', interrupted: 'interrupted' } },
    { way: ['blocked'], at: 'blocked', reactions: { unblock: 'unblocking', unblocked: 'allowed' } },
    {
      way: ['interrupted'],
      at: 'interrupted',
      reactions: { unblock: 'unblocking', unblocked: 'allowed', blocked: 'blocked' },
    },
    {
      way: ['blocked', 'unblock'],
      at: 'unblocking',
      reactions: { blocked: 'blocked', unblocked: 'allowed', silence: 'blocked' },
    },
  ],
})

const { loaded, loadedSpeaker, saved, failed } = events

testReactions('the preferences', {
  start,
  events: { loaded, loadedSpeaker, saved, failed },
  at: (chart) => `${chart.at('preferences')} ${chart.at('use', 'speaker')}`,
  rows: [
    {
      way: [],
      at: 'loading settled',
      reactions: { loaded: 'kept settled', loadedSpeaker: 'kept switching', failed: 'forgotten settled' },
    },
    { way: ['loaded'], at: 'kept settled', reactions: { failed: 'forgotten settled' } },
    { way: ['failed'], at: 'forgotten settled', reactions: { saved: 'kept settled' } },
  ],
})

const preferencesOf = (chart: Chart) => (chart.context as { preferences: object }).preferences
const savedBy = (chart: Chart) =>
  chart.asked.flatMap(({ port, command }) =>
    port === 'keepPreferences' ? [(command as unknown as { preferences: object }).preferences] : [],
  )
const askedOfDevices = (chart: Chart) =>
  chart.asked.filter(({ port }) => port === 'watchDevices').map(({ command }) => command)
const choicesAskedBy = (chart: Chart) =>
  askedOfDevices(chart).flatMap((command) => ('choice' in command ? [command.choice] : []))
const publishedBy = (chart: Chart) => chart.emitted.map(({ type }) => type).filter((type) => type !== 'command.settled')

describe('commands are settled once', () => {
  const outcomes: { way: Step[]; settled: [string, string][] }[] = [
    { way: ['request', 'granted'], settled: [['request', 'ok']] },
    { way: ['request', 'refused', 'denied'], settled: [['request', 'permission-denied']] },
    { way: ['request', 'noMicrophone'], settled: [['request', 'no-microphone']] },
    { way: ['request', 'silence'], settled: [['request', 'timed-out']] },
    // The browser's first word on the matter comes later than the person's.
    { way: ['request', 'prompt', 'granted'], settled: [['request', 'ok']] },
    { way: ['granted', 'request'], settled: [['request', 'ok']] },
    {
      way: ['request', 'request', 'granted'],
      settled: [
        ['request', 'superseded'],
        ['request', 'ok'],
      ],
    },
    { way: ['setMicrophone', 'usedMicrophone'], settled: [['microphone', 'ok']] },
    { way: ['setVolume'], settled: [['volume', 'ok']] },
    { way: ['choose', 'used'], settled: [['first', 'ok']] },
    { way: ['choose', 'notUsed'], settled: [['first', 'no-speaker']] },
    { way: ['choose', 'silence', 'used'], settled: [['first', 'timed-out']] },
    {
      way: ['choose', 'chooseOther', 'used', 'usedOther'],
      settled: [
        ['first', 'superseded'],
        ['other', 'ok'],
      ],
    },
    {
      way: ['choose', 'chooseOther', 'notUsed', 'usedOther'],
      settled: [
        ['first', 'superseded'],
        ['other', 'ok'],
      ],
    },
    { way: ['blocked', 'unblock', 'unblocked'], settled: [['unblock', 'ok']] },
    { way: ['blocked', 'unblock', 'blocked'], settled: [['unblock', 'audio-blocked']] },
    { way: ['blocked', 'unblock', 'silence'], settled: [['unblock', 'audio-blocked']] },
  ]
  test.each(outcomes)('after $way: $settled', ({ way, settled }) => {
    expect(settledIn(go(way))).toEqual(settled)
  })
})

describe('change of the microphone, the speaker and the ring device', () => {
  test('are saved when they are used', () => {
    const chart = go(['loaded', 'setMicrophone', 'choose'])
    expect(savedBy(chart)).toEqual([])
    for (const step of ['usedMicrophone', 'used'] as const) chart.feed(events[step])
    const preferences = { ...defaultPreferences, microphoneId: 'usb', speakerId: 'desk' }
    expect(preferencesOf(chart)).toEqual(preferences)
    expect(savedBy(chart).at(-1)).toEqual(preferences)
    expect(publishedBy(chart)).toEqual(['phone.ready', 'devices.changed', 'devices.changed'])
  })

  test('before anything was loaded are newer than what is loaded, and do not overwrite the rest of it', () => {
    const chart = go(['setMicrophone', 'usedMicrophone', 'loadedSpeaker'])
    expect(preferencesOf(chart)).toMatchObject({ microphoneId: 'usb', speakerId: 'desk' })
    expect(savedBy(chart).at(-1)).toMatchObject({ microphoneId: 'usb', speakerId: 'desk' })
  })

  test('a device that is not used after all stays chosen no more than before', () => {
    expect(preferencesOf(go(['loaded', 'choose', 'notUsed']))).toMatchObject({ speakerId: null })
  })

  test('a device that is used later than we waited for it is the one that is used', () => {
    expect(preferencesOf(go(['loaded', 'choose', 'silence', 'used']))).toMatchObject({ speakerId: 'desk' })
  })

  test('the last of several is the one that is used', () => {
    const chart = go(['loaded', 'choose', 'chooseOther', 'used', 'usedOther'])
    expect(choicesAskedBy(chart)).toEqual([{ speakerId: 'desk' }, { speakerId: 'head' }])
    expect(preferencesOf(chart)).toMatchObject({ speakerId: 'head' })
  })

  test('noise suppression and its like that are set while the microphone is switched come with it', () => {
    const chart = go(['loaded', 'setMicrophone', 'setProcessing', 'usedMicrophone'])
    const both = { microphoneId: 'usb', processing: ['echoCancellation'] }
    expect(choicesAskedBy(chart)).toEqual([{ microphoneId: 'usb' }, both])
    chart.feed({ type: 'device.used', role: 'microphone', choice: both })
    expect(preferencesOf(chart)).toMatchObject(both)
  })

  test('a volume is used and saved at once', () => {
    const chart = go(['loaded', 'setVolume'])
    expect(askedOfDevices(chart).at(-1)).toEqual({
      type: 'volume.set',
      volumes: { callVolume: 1, ringVolume: 0.5 },
    })
    expect(savedBy(chart)).toMatchObject([{ callVolume: 1, ringVolume: 0.5 }])
  })
})

describe('unplug and replug', () => {
  test('the default serves while the chosen device is unplugged, and the choice is used again when it is back', () => {
    const chart = go(['loaded', 'choose', 'used', 'unplugged', 'usedDefault'])
    expect(chart.at('use', 'speaker')).toBe('missing')
    expect(preferencesOf(chart)).toMatchObject({ speakerId: 'desk' })
    chart.feed(events.plugged)
    expect(choicesAskedBy(chart)).toEqual([{ speakerId: 'desk' }, { speakerId: null }, { speakerId: 'desk' }])
    chart.feed(events.used)
    expect(chart.at('use', 'speaker')).toBe('settled')
    expect(publishedBy(chart).slice(-3)).toEqual(['devices.changed', 'devices.changed', 'devices.changed'])
    expect(savedBy(chart)).toHaveLength(1)
  })

  test('what says of the default that it is used, late, is not taken for what was chosen', () => {
    const chart = go(['loaded', 'choose', 'used', 'unplugged', 'plugged', 'usedDefault'])
    expect(chart.at('use', 'speaker')).toBe('switching')
    expect(preferencesOf(chart)).toMatchObject({ speakerId: 'desk' })
  })

  test('a device of last time that is not there today is missing as soon as the devices are known', () => {
    expect(go(['loadedSpeaker', 'used', 'unplugged']).at('use', 'speaker')).toBe('missing')
    expect(go(['unplugged', 'loadedSpeaker', 'notUsed']).at('use', 'speaker')).toBe('missing')
  })

  test('another one may be chosen meanwhile', () => {
    const chart = go(['loaded', 'choose', 'used', 'unplugged', 'chooseOther', 'usedOther', 'plugged'])
    expect(chart.at('use', 'speaker')).toBe('settled')
    expect(preferencesOf(chart)).toMatchObject({ speakerId: 'head' })
  })
})

describe('what the host prefers', () => {
  const preferred = { ...defaultPreferences, microphoneId: 'host', speakerId: 'host' }

  test('holds as long as the person has chosen nothing', () => {
    const chart = start(preferred)
    chart.feed({ type: 'preferences.loaded', preferences: none })
    expect(preferencesOf(chart)).toEqual(preferred)
    expect(choicesAskedBy(chart)).toEqual([
      { microphoneId: 'host', processing: none.processing },
      { speakerId: 'host' },
    ])
    chart.feed({ type: 'device.used', role: 'speaker', choice: { speakerId: 'host' } })
    expect(savedBy(chart)).toEqual([])
  })

  test('gives way to what the person has chosen', () => {
    expect(preferencesOf(go(['loadedSpeaker'], start(preferred)))).toMatchObject({
      microphoneId: 'host',
      speakerId: 'desk',
    })
  })

  test('holds where nothing can be stored', () => {
    expect(choicesAskedBy(go(['failed'], start(preferred)))).toHaveLength(2)
  })
})

describe('the phone is ready once, whatever becomes of the preferences', () => {
  test.each([{ way: ['loaded', 'failed'] }, { way: ['failed', 'saved', 'failed'] }] as { way: Step[] }[])(
    'after $way',
    ({ way }) => {
      expect(publishedBy(go(way))).toEqual(['phone.ready'])
    },
  )

  test('when their port breaks later', () => {
    const chart = go(
      ['loaded', 'setMicrophone', 'usedMicrophone'],
      start(none, { keepPreferences: 'preferences.save' }),
    )
    expect(chart.at('preferences')).toBe('forgotten')
    expect(publishedBy(chart)).toEqual(['phone.ready', 'devices.changed'])
    expect(preferencesOf(chart)).toMatchObject({ microphoneId: 'usb' })
  })

  test('when their port breaks at once', () => {
    expect(start(none, { keepPreferences: 'open' }).at('preferences')).toBe('forgotten')
  })
})

test('a permission that is denied is told once, though two sources tell it', () => {
  expect(publishedBy(go(['request', 'refused', 'denied']))).toEqual(['devices.permissionDenied'])
})

test('blocked sound is told, and its end', () => {
  expect(publishedBy(go(['blocked', 'unblock', 'unblocked']))).toEqual(['audio.blocked', 'audio.unblocked'])
})

test('without devices there is no microphone', () => {
  expect(start(none, { watchDevices: 'open' }).at('microphone')).toBe('absent')
})

describe('a port that breaks', () => {
  const breaks: { command: string; way: Step[]; settled: [string, string][] }[] = [
    { command: 'permission.request', way: ['request'], settled: [['request', 'media-failed']] },
    { command: 'device.use', way: ['choose'], settled: [['first', 'media-failed']] },
    { command: 'playback.unblock', way: ['blocked', 'unblock'], settled: [['unblock', 'media-failed']] },
  ]
  test.each(breaks)('at $command fails the command at once', ({ command, way, settled }) => {
    const chart = go(way, start(none, { watchDevices: command }))
    expect(settledIn(chart)).toEqual(settled)
    expect([chart.at('permission'), chart.at('use', 'speaker')]).not.toEqual(expect.arrayContaining(['asking']))
    expect(chart.at('microphone')).toBe('absent')
  })

  test('fails every command that waits for it, the overtaken one too', () => {
    const chart = go(['choose', 'chooseOther', 'request'], start(none, { watchDevices: 'permission.request' }))
    expect(settledIn(chart)).toEqual([
      ['first', 'superseded'],
      ['request', 'media-failed'],
      ['other', 'media-failed'],
    ])
  })

  test('fails at once what is asked of it from then on', () => {
    const chart = go(['loaded', 'request', 'request', 'choose'], start(none, { watchDevices: 'permission.request' }))
    expect(settledIn(chart)).toEqual([
      ['request', 'media-failed'],
      ['request', 'media-failed'],
      ['first', 'media-failed'],
    ])
    expect(chart.clock.nextMs).toBeUndefined()
  })

  test('leaves alone what does not depend on it', () => {
    const chart = go(['loaded', 'granted', 'listed', 'blocked'], start(none, { watchDevices: 'device.use' }))
    chart.feed(events.choose)
    const used = 'use.{microphone.settled,speaker.settled,ringDevice.settled}'
    expect(chart.at()).toBe(
      `{permission.granted,microphone.absent,${used},playback.blocked,preferences.kept,port.broken}`,
    )
    const other = go(['loaded', 'granted', 'listed', 'blocked'], start(none, { keepPreferences: 'preferences.save' }))
    for (const step of ['setMicrophone', 'usedMicrophone'] as const) other.feed(events[step])
    expect(other.at()).toBe(
      `{permission.granted,microphone.present,${used},playback.blocked,preferences.forgotten,port.open}`,
    )
  })
})
