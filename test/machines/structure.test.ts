import { describe, expect, test } from 'vitest'
import type { AnyStateMachine, AnyStateNode } from 'xstate'
import { authMachine } from '../../src/machines/auth/auth.machine'
import { autoAnswerMachine } from '../../src/machines/auto-answer.machine'
import { availabilityMachine } from '../../src/machines/availability.machine'
import { callMachine } from '../../src/machines/call/call.machine'
import { conferenceMachine } from '../../src/machines/conference.machine'
import { connectionMachine } from '../../src/machines/connection.machine'
import { deviceTestMachine } from '../../src/machines/device-test.machine'
import { devicesMachine } from '../../src/machines/devices.machine'
import { defaultPreferences } from '../../src/machines/devices.setup'
import { focusMachine } from '../../src/machines/focus.machine'
import { messageMachine } from '../../src/machines/message.machine'
import { messagesMachine } from '../../src/machines/messages.machine'
import { parkMachine } from '../../src/machines/park.machine'
import { parkingLotMachine } from '../../src/machines/parking-lot.machine'
import { phoneMachine } from '../../src/machines/phone.machine'
import { preflightMachine } from '../../src/machines/preflight.machine'
import { presenceMachine } from '../../src/machines/presence.machine'
import { qualityMachine } from '../../src/machines/quality/quality.machine'
import { recordingMachine } from '../../src/machines/recording.machine'
import { ringerMachine } from '../../src/machines/ringer.machine'
import { roomMachine } from '../../src/machines/room.machine'
import { subscriptionMachine } from '../../src/machines/subscription.machine'
import { supervisionMachine } from '../../src/machines/supervision.machine'
import { supervisorMachine } from '../../src/machines/supervisor.machine'
import { tonesMachine } from '../../src/machines/tones.machine'
import { transferMachine } from '../../src/machines/transfer.machine'
import { transfereeMachine } from '../../src/machines/transferee.machine'
import { voicemailMachine } from '../../src/machines/voicemail.machine'
import { startChart } from '../support/chart-harness'
import { startPhone } from '../support/silent-phone'

const preferences = defaultPreferences
const remote = { number: '600', name: null, uri: 'sip:600@pbx.example' }
const call = { callId: 'a', remote, target: remote.uri, commandId: 'dial', startedAt: 1 }

const extras = ['park', 'parkingLot', 'presence', 'voicemail', 'messages', 'preflight', 'supervisor']

const charts: readonly { name: string; machine: AnyStateMachine; ports: readonly string[]; input?: unknown }[] = [
  { name: 'auth', machine: authMachine, ports: ['keepCredentials'] },
  { name: 'connection', machine: connectionMachine, ports: ['watchConnection'] },
  { name: 'devices', machine: devicesMachine, ports: ['watchDevices', 'keepPreferences'], input: preferences },
  { name: 'deviceTest', machine: deviceTestMachine, ports: ['testMicrophone', 'playSound'] },
  {
    name: 'availability',
    machine: availabilityMachine,
    ports: ['keepChoices'],
    input: { maxCalls: 4, wrapUpMs: 30_000, preferred: { callWaiting: 'on', autoAnswer: 'asked' } },
  },
  { name: 'autoAnswer', machine: autoAnswerMachine, ports: ['playSound'], input: { ringMs: 2_000 } },
  { name: 'focus', machine: focusMachine, ports: [] },
  { name: 'transfer', machine: transferMachine, ports: [] },
  { name: 'transferee', machine: transfereeMachine, ports: ['watchTransferRequests'], input: { policy: 'ask' } },
  { name: 'conference', machine: conferenceMachine, ports: ['mixCalls'] },
  { name: 'room', machine: roomMachine, ports: [] },
  { name: 'ringer', machine: ringerMachine, ports: ['playSound'] },
  { name: 'park', machine: parkMachine, ports: [] },
  {
    name: 'parkingLot',
    machine: parkingLotMachine,
    ports: ['subscription', 'pollParkingLot'],
    input: { source: 'none', extension: null, slots: [] },
  },
  { name: 'presence', machine: presenceMachine, ports: ['subscription'], input: [] },
  {
    name: 'voicemail',
    machine: voicemailMachine,
    ports: ['subscription', 'watchMailbox'],
    input: { source: 'subscription', uri: null },
  },
  {
    name: 'subscription',
    machine: subscriptionMachine,
    ports: ['watchResource'],
    input: { package: 'dialog', uri: 'sip:701@pbx.example' },
  },
  { name: 'quality', machine: qualityMachine, ports: ['watchQuality'], input: { callId: 'a' } },
  { name: 'preflight', machine: preflightMachine, ports: ['runCheck'] },
  { name: 'messages', machine: messagesMachine, ports: ['watchMessages', 'message'] },
  {
    name: 'message',
    machine: messageMachine,
    ports: ['deliverMessage'],
    input: { messageId: 'm', target: 'sip:1002@pbx.example', text: 'Hello' },
  },
  { name: 'tones', machine: tonesMachine, ports: ['sendTones', 'playSound'], input: { callId: 'a' } },
  {
    name: 'supervision',
    machine: supervisionMachine,
    ports: ['steerSupervision'],
    input: { callId: 'a', number: '1002', mode: 'listen', digits: null },
  },
  { name: 'supervisor', machine: supervisorMachine, ports: ['requestSupervision'] },
  {
    name: 'recording',
    machine: recordingMachine,
    ports: ['requestRecording'],
    input: { callId: 'a', method: { by: 'info' } },
  },
  {
    name: 'call',
    machine: callMachine,
    ports: ['watchSession', 'watchMedia', 'playSound', 'tones', 'quality'],
    input: { ...call, direction: 'outgoing' },
  },
  {
    name: 'an incoming call',
    machine: callMachine,
    ports: ['watchSession', 'watchMedia', 'playSound', 'tones', 'quality'],
    input: { ...call, direction: 'incoming', target: null, commandId: null },
  },
  {
    name: 'phone',
    machine: phoneMachine,
    ports: [
      'auth',
      'connection',
      'devices',
      'deviceTest',
      'autoAnswer',
      'availability',
      'focus',
      'ringer',
      'transfer',
      'transferee',
      'conference',
      'room',
      ...extras,
      'watchInvitations',
    ],
    input: { maxCalls: 4, preferences },
  },
]

const nodesOf = (node: AnyStateNode): AnyStateNode[] => [node, ...Object.values(node.states).flatMap(nodesOf)]

const ancestryOf = (node: AnyStateNode): AnyStateNode[] =>
  node.parent === undefined ? [node] : [node, ...ancestryOf(node.parent)]

const transitionsOf = (node: AnyStateNode) => [...[...node.transitions.values()].flat(), ...(node.always ?? [])]

const booleansIn = (value: unknown, path: string): string[] => {
  if (typeof value === 'boolean') return [path]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => booleansIn(inner, `${path}.${key}`))
}

/** What an offer says is data that is sent, not what the call is. */
const offers = ['context.wanted.hold', 'context.agreed.hold']

describe.each(charts)('$name', ({ machine, ports, input }) => {
  const nodes = nodesOf(machine.root)

  test('has a state at the end of every transition', () => {
    for (const node of nodes)
      for (const { target } of transitionsOf(node)) for (const state of target ?? []) expect(nodes).toContain(state)
  })

  test('emits nothing as it starts: nobody listens yet', () => {
    expect(startChart(machine, { ports, input }).emitted).toEqual([])
  })

  test('re-enters no region beside its own', () => {
    // From the root of a region XState would leave the parallel state, and enter all of it anew (SCXML 3.13).
    for (const node of nodes.filter(({ parent }) => parent?.type === 'parallel'))
      expect(transitionsOf(node).filter(({ reenter }) => reenter)).toEqual([])
  })

  test('survives whatever it invokes', () => {
    for (const node of nodes)
      for (const { id } of node.invoke) expect([...node.transitions.keys()]).toContain(`xstate.error.actor.${id}`)
  })

  test('leaves every busy state after a while, though nobody answers', () => {
    const endless = nodes.filter(
      (node) => node.tags.includes('busy') && !ancestryOf(node).some(({ after }) => after.length > 0),
    )
    expect(endless.map(({ id }) => id)).toEqual([])
  })

  test('calls its states by conditions in camelCase, and its events by dotted words', () => {
    for (const node of nodes) expect(node.key).toMatch(/^[a-z][a-zA-Z]*$/)
    for (const descriptor of nodes.flatMap((node) => [...node.transitions.keys()]))
      if (!descriptor.startsWith('xstate.')) expect(descriptor).toMatch(/^[a-z]+(?:\.(?:[a-z][a-zA-Z]*|\*))+$/)
  })

  test('keeps plain JSON, and no boolean that a state could be', () => {
    const { context } = startChart(machine, { ports, input })
    expect(context).toBeTypeOf('object')
    expect(JSON.parse(JSON.stringify(context))).toEqual(context)
    expect(booleansIn(context, 'context').filter((path) => !offers.includes(path))).toEqual([])
  })
})

test('a whole phone emits nothing as it starts, and keeps plain JSON', () => {
  const phone = startPhone()
  expect(phone.emitted).toEqual([])
  for (const chart of [undefined, 'auth', 'connection', 'devices', 'focus', 'ringer'])
    expect(phone.at(chart)).toEqual(expect.any(String))
})
