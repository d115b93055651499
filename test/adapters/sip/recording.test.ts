import { describe, expect, test } from 'vitest'
import { calledOut, dialing } from './calls'

describe('recording by INFO', () => {
  test.each([
    ['on', 'info'],
    ['off', 'info'],
  ] as const)('asks for it with the header Record: %s, and a 200 confirms it', async (recording, method) => {
    const { phone } = await calledOut()
    const port = phone.recording({ callId: 'out', method, recording })
    const info = await phone.wire.next('INFO')
    expect(info.header('Record')).toBe(recording)
    expect(info.body).toBe('')
    phone.wire.answer(info, '200 OK')
    expect(await port.next()).toEqual({ type: 'recording.confirmed' })
  })

  test.each([
    ['on', 'start'],
    ['off', 'stop'],
  ] as const)('asks for it with a recording command: %s', async (recording, body) => {
    const { phone } = await calledOut()
    const port = phone.recording({ callId: 'out', method: 'command', recording })
    const info = await phone.wire.next('INFO')
    expect(info.header('Content-Type')).toBe('application/x-recording-command')
    expect(info.body).toBe(body)
    phone.wire.answer(info, '202 Accepted')
    expect(await port.next()).toEqual({ type: 'recording.confirmed' })
  })

  test('recording that is refused: any other final response says why', async () => {
    const { phone } = await calledOut()
    const port = phone.recording({ callId: 'out', method: 'info', recording: 'on' })
    phone.wire.answer(await phone.wire.next('INFO'), '403 Forbidden')
    expect(await port.next()).toEqual({
      type: 'recording.refused',
      failure: { code: 'forbidden', sipStatus: 403, text: 'Forbidden' },
    })
  })

  test('recording that is refused: a 481 ends the call, whose dialog is gone', async () => {
    const { phone, call } = await calledOut()
    const port = phone.recording({ callId: 'out', method: 'info', recording: 'on' })
    phone.wire.answer(await phone.wire.next('INFO'), '481 Call/Transaction Does Not Exist')
    expect(await port.next()).toMatchObject({ type: 'recording.refused' })
    expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'lost', failure: { code: 'dialog-gone' } })
  })

  test('recording that is refused: without a dialog nothing is sent', async () => {
    const { phone } = await dialing()
    const port = phone.recording({ callId: 'gone', method: 'info', recording: 'on' })
    expect(await port.next()).toEqual({ type: 'recording.refused', failure: { code: 'ended' } })
    expect(await phone.wire.rest()).toEqual([])
  })

  test.each(['on', 'off'] as const)('a server that tells by INFO with Record: %s is heard', async (recording) => {
    const { phone, far, call } = await calledOut()
    far.request('INFO', { headers: [`Record: ${recording}`] })
    await phone.wire.next('200 INFO')
    expect(await call.next()).toEqual({ type: 'session.recordingTold', recording })
  })
})
