import { describe, expect, test } from 'vitest'
import { devicesMachine } from '../../src/machines/devices.machine'
import { settledIn } from '../support/call-harness'
import { startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

const events = {
  request: { type: 'devices.requestPermission', commandId: 'request', at: 1 },
  granted: { type: 'permission.changed', permission: 'granted' },
  denied: { type: 'permission.changed', permission: 'denied' },
  prompt: { type: 'permission.changed', permission: 'prompt' },
  refused: { type: 'permission.refused', failure: { code: 'permission-denied' } },
  noMicrophone: { type: 'permission.refused', failure: { code: 'no-microphone' } },
  listed: { type: 'devices.listed', microphones: [{ id: 'usb', label: '' }], speakers: [] },
  listedNone: { type: 'devices.listed', microphones: [], speakers: [] },
  setMicrophone: { type: 'devices.setMicrophone', commandId: 'microphone', at: 1, deviceId: 'usb' },
  setSpeaker: { type: 'devices.setSpeaker', commandId: 'speaker', at: 1, deviceId: 'desk' },
  setOther: { type: 'devices.setSpeaker', commandId: 'other', at: 1, deviceId: 'head' },
  used: { type: 'speaker.used', deviceId: 'desk' },
  usedOther: { type: 'speaker.used', deviceId: 'head' },
  speakerRefused: { type: 'speaker.refused', failure: { code: 'audio-blocked' } },
  unblock: { type: 'devices.unblockAudio', commandId: 'unblock', at: 1 },
  blocked: { type: 'playback.blocked' },
  unblocked: { type: 'playback.unblocked' },
  loaded: { type: 'preferences.loaded', preferences: { microphoneId: 'old', speakerId: null } },
  loadedSpeaker: { type: 'preferences.loaded', preferences: { microphoneId: null, speakerId: 'desk' } },
  saved: { type: 'preferences.saved' },
  failed: { type: 'preferences.failed' },
} as const

type Step = keyof typeof events | 'silence'

const none = { microphoneId: null, speakerId: null }

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
  events: { listed, listedNone, setMicrophone: events.setMicrophone },
  at: (chart) => chart.at('microphone'),
  rows: [
    { way: [], at: 'unknown', reactions: { listed: 'present', listedNone: 'absent', setMicrophone: 'unknown' } },
    {
      way: ['listed'],
      at: 'present',
      reactions: { listed: 'present', listedNone: 'absent', setMicrophone: 'present' },
    },
    {
      way: ['listedNone'],
      at: 'absent',
      reactions: { listed: 'present', listedNone: 'absent', setMicrophone: 'absent' },
    },
  ],
})

const { setSpeaker, setOther, used, usedOther, speakerRefused, loadedSpeaker } = events

testReactions('the speaker', {
  start,
  events: { setSpeaker, setOther, used, usedOther, speakerRefused },
  at: (chart) => chart.at('speaker'),
  rows: [
    {
      way: [],
      at: 'settled',
      reactions: { setSpeaker: 'switching', setOther: 'switching', used: 'settled', usedOther: 'settled' },
    },
    {
      way: ['setSpeaker'],
      at: 'switching',
      reactions: {
        setSpeaker: 'overtaken',
        setOther: 'overtaken',
        used: 'settled',
        usedOther: 'settled',
        speakerRefused: 'settled',
        silence: 'settled',
      },
    },
    {
      way: ['setSpeaker', 'setOther'],
      at: 'overtaken',
      reactions: {
        setSpeaker: 'overtaken',
        setOther: 'overtaken',
        used: 'switching',
        usedOther: 'switching',
        speakerRefused: 'switching',
        silence: 'switching',
      },
    },
    {
      way: ['setSpeaker', 'used'],
      at: 'settled',
      reactions: { setSpeaker: 'switching', setOther: 'switching', usedOther: 'settled' },
    },
  ],
})

const { unblock, blocked, unblocked } = events

testReactions('playback', {
  start,
  events: { unblock, blocked, unblocked },
  at: (chart) => chart.at('playback'),
  rows: [
    { way: [], at: 'allowed', reactions: { blocked: 'blocked' } },
    { way: ['blocked'], at: 'blocked', reactions: { unblock: 'unblocking', unblocked: 'allowed' } },
    {
      way: ['blocked', 'unblock'],
      at: 'unblocking',
      reactions: { blocked: 'blocked', unblocked: 'allowed', silence: 'blocked' },
    },
  ],
})

const { loaded, saved, failed } = events

testReactions('the preferences', {
  start,
  events: { loaded, loadedSpeaker, saved, failed },
  at: (chart) => `${chart.at('preferences')} ${chart.at('speaker')}`,
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
    { way: ['setMicrophone'], settled: [['microphone', 'ok']] },
    { way: ['setSpeaker', 'used'], settled: [['speaker', 'ok']] },
    { way: ['setSpeaker', 'speakerRefused'], settled: [['speaker', 'audio-blocked']] },
    { way: ['setSpeaker', 'silence', 'used'], settled: [['speaker', 'timed-out']] },
    {
      way: ['setSpeaker', 'setOther', 'used', 'usedOther'],
      settled: [
        ['speaker', 'superseded'],
        ['other', 'ok'],
      ],
    },
    {
      way: ['setSpeaker', 'setOther', 'speakerRefused', 'usedOther'],
      settled: [
        ['speaker', 'superseded'],
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

describe('the microphone and the speaker that are chosen', () => {
  test('are saved, and calls hear of the microphone', () => {
    const chart = go(['loaded', 'setMicrophone', 'setSpeaker', 'used'])
    expect(preferencesOf(chart)).toEqual({ microphoneId: 'usb', speakerId: 'desk' })
    expect(savedBy(chart).at(-1)).toEqual({ microphoneId: 'usb', speakerId: 'desk' })
    expect(chart.reported.at(-1)).toEqual({ type: 'report.microphoneChosen', deviceId: 'usb' })
  })

  test('before anything was loaded are newer than what is loaded, and do not overwrite the rest of it', () => {
    const chart = go(['setMicrophone', 'loadedSpeaker'])
    expect(preferencesOf(chart)).toEqual({ microphoneId: 'usb', speakerId: 'desk' })
    expect(savedBy(chart).at(-1)).toEqual({ microphoneId: 'usb', speakerId: 'desk' })
  })

  test('a speaker that is not used after all stays chosen no more than before', () => {
    expect(preferencesOf(go(['loaded', 'setSpeaker', 'speakerRefused']))).toMatchObject({ speakerId: null })
  })

  test('a speaker that is used later than we waited for it is the one that is used', () => {
    expect(preferencesOf(go(['loaded', 'setSpeaker', 'silence', 'used']))).toMatchObject({ speakerId: 'desk' })
  })

  test('the last of several speakers is the one that sounds', () => {
    const chart = go(['loaded', 'setSpeaker', 'setOther', 'used', 'usedOther'])
    expect(askedOfDevices(chart)).toEqual([
      { type: 'speaker.use', deviceId: 'desk' },
      { type: 'speaker.use', deviceId: 'head' },
    ])
    expect(preferencesOf(chart)).toMatchObject({ speakerId: 'head' })
  })
})

describe('what the host prefers', () => {
  const preferred = { microphoneId: 'host', speakerId: 'host' }

  test('holds as long as the person has chosen nothing', () => {
    const chart = start(preferred)
    chart.feed({ type: 'preferences.loaded', preferences: none })
    expect(preferencesOf(chart)).toEqual(preferred)
    expect(chart.reported).toEqual([{ type: 'report.microphoneChosen', deviceId: 'host' }])
    expect(askedOfDevices(chart)).toEqual([{ type: 'speaker.use', deviceId: 'host' }])
    expect(savedBy(chart)).toEqual([])
  })

  test('gives way to what the person has chosen', () => {
    expect(preferencesOf(go(['loaded'], start(preferred)))).toEqual({ microphoneId: 'old', speakerId: 'host' })
  })

  test('holds where nothing can be stored', () => {
    expect(askedOfDevices(go(['failed'], start(preferred)))).toEqual([{ type: 'speaker.use', deviceId: 'host' }])
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
    const chart = go(['loaded', 'setMicrophone'], start(none, { keepPreferences: 'preferences.save' }))
    expect(chart.at('preferences')).toBe('forgotten')
    expect(publishedBy(chart)).toEqual(['phone.ready'])
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
    { command: 'speaker.use', way: ['setSpeaker'], settled: [['speaker', 'media-failed']] },
    { command: 'playback.unblock', way: ['blocked', 'unblock'], settled: [['unblock', 'media-failed']] },
  ]
  test.each(breaks)('at $command fails the command at once', ({ command, way, settled }) => {
    const chart = go(way, start(none, { watchDevices: command }))
    expect(settledIn(chart)).toEqual(settled)
    expect([chart.at('permission'), chart.at('speaker'), chart.at('microphone')]).not.toContain('asking')
    expect(chart.at('microphone')).toBe('absent')
  })

  test('fails every command that waits for it, the overtaken one too', () => {
    const chart = go(['setSpeaker', 'setOther', 'request'], start(none, { watchDevices: 'permission.request' }))
    expect(settledIn(chart)).toEqual([
      ['speaker', 'superseded'],
      ['request', 'media-failed'],
      ['other', 'media-failed'],
    ])
  })

  test('leaves alone what does not depend on it', () => {
    const chart = go(['loaded', 'granted', 'listed', 'blocked'], start(none, { watchDevices: 'speaker.use' }))
    chart.feed(events.setSpeaker)
    expect(chart.at()).toBe('{permission.granted,microphone.absent,speaker.settled,playback.blocked,preferences.kept}')
    const other = go(['loaded', 'granted', 'listed', 'blocked'], start(none, { keepPreferences: 'preferences.save' }))
    other.feed(events.setMicrophone)
    expect(other.at()).toBe(
      '{permission.granted,microphone.present,speaker.settled,playback.blocked,preferences.forgotten}',
    )
  })
})
