import { type Features, noFeatures, type ParkingLotInput } from '../machines/features'
import type { FeaturesConfig, ParkingConfig, PhoneConfig } from './config'
import { PhoneError } from './errors'
import { parseTarget } from './target'

const mostSlots = 200

/** `['701-703', '710']` are four slots. Null: some of it is neither a slot nor a span of numbers, or there are too many. */
export function readSlots(slots: readonly string[]): readonly string[] | null {
  const all = new Set<string>()
  for (const text of slots) {
    const [, first, last] = /^(\d{1,9})\s*[-–]\s*(\d{1,9})$/u.exec(text) ?? []
    if (first === undefined || last === undefined) {
      if (!/^[\w*#+]{1,32}$/u.test(text)) return null
      all.add(text)
    } else {
      if (Number(last) - Number(first) >= mostSlots) return null
      for (let slot = Number(first); slot <= Number(last); slot += 1) all.add(`${slot}`.padStart(first.length, '0'))
    }
  }
  return all.size <= mostSlots ? [...all] : null
}

const sourceOf = ({ watch = 'subscribe' }: ParkingConfig): ParkingLotInput['source'] => {
  if (typeof watch === 'object') return 'polling'
  return watch === 'subscribe' ? 'subscription' : 'none'
}

/** What is watched and parked, of all that a server may have. */
type Watched = Pick<Features, 'colleagues' | 'parkingLot' | 'voicemail'>

/** What the charts are to know of it, with whole addresses. */
export function readFeatures(features: FeaturesConfig | undefined, domain: string): Watched {
  if (features === undefined) return noFeatures
  const { parking, colleagues = [], voicemail } = features
  const uriOf = (number: string) => parseTarget(number, domain).uri
  return {
    colleagues: colleagues.map(({ number, name, watch = 'dialog' }) => {
      const colleague = parseTarget(number, domain)
      return { number: colleague.number, name: name ?? null, resource: { package: watch, uri: colleague.uri } }
    }),
    parkingLot:
      parking === undefined
        ? noFeatures.parkingLot
        : {
            source: sourceOf(parking),
            extension: parking.extension === undefined ? null : uriOf(parking.extension),
            slots: (readSlots(parking.slots) ?? []).map((slot) => ({
              slot,
              target: uriOf((parking.code ?? '*{slot}').replace('{slot}', slot)),
              uri: uriOf(slot),
            })),
          },
    voicemail: {
      source: voicemail !== undefined && voicemail.watch !== 'none' ? 'subscription' : 'none',
      uri: voicemail?.number === undefined ? null : uriOf(voicemail.number),
    },
  }
}

const modes = ['listen', 'whisper', 'barge'] as const

/** Those that have a number, or all where a service is asked for one. */
export function supervisionModes(supervision: PhoneConfig['supervision']): Features['supervision'] {
  return modes.filter((mode) => supervision?.service !== undefined || supervision?.[mode] !== undefined)
}

/** Where a call is picked up: in its slot, or by the code for a colleague's phone. */
export function pickupNumber(number: string, { features }: PhoneConfig): string {
  const slots = readSlots(features?.parking?.slots ?? []) ?? []
  return slots.includes(number) ? number : (features?.pickupCode ?? '*8{number}').replace('{number}', number)
}

type Check = (holds: boolean, field: string, expected: string) => void

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** What of it could not be read later. */
export function checkFeatures(features: unknown, check: Check): void {
  if (features === undefined) return
  check(isObject(features), 'features', 'an object')
  if (!isObject(features)) return
  const { parking, colleagues = [], voicemail, pickupCode, pickUpBy, transferRequests: policy } = features
  check(
    pickUpBy === undefined || pickUpBy === 'code' || pickUpBy === 'replaces',
    'features.pickUpBy',
    '"code" or "replaces"',
  )
  check(
    policy === undefined || policy === 'ask' || policy === 'accept' || policy === 'refuse',
    'features.transferRequests',
    '"ask", "accept" or "refuse"',
  )
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
  const isNumber = (value: unknown): boolean => isText(value) && canCall(value)
  const number = 'a number or a SIP address'
  check(
    pickupCode === undefined || (isText(pickupCode) && pickupCode.includes('{number}')),
    'features.pickupCode',
    'text with {number} in it, such as "*8{number}"',
  )
  check(Array.isArray(colleagues), 'features.colleagues', 'a list')
  for (const [index, colleague] of (colleagues as readonly unknown[]).entries()) {
    const field = `features.colleagues[${index}]`
    const { number: who, name, watch } = isObject(colleague) ? colleague : {}
    check(isNumber(who), `${field}.number`, number)
    check(name === undefined || typeof name === 'string', `${field}.name`, 'text')
    check(watch === undefined || watch === 'dialog' || watch === 'presence', `${field}.watch`, '"dialog" or "presence"')
  }
  if (voicemail !== undefined) {
    const { number: where, deposit, watch } = isObject(voicemail) ? voicemail : {}
    check(isObject(voicemail), 'features.voicemail', 'an object')
    check(where === undefined || isNumber(where), 'features.voicemail.number', number)
    check(deposit === undefined || isNumber(deposit), 'features.voicemail.deposit', number)
    check(
      watch === undefined || watch === 'subscribe' || watch === 'none',
      'features.voicemail.watch',
      '"subscribe" or "none"',
    )
  }
  if (parking === undefined) return
  const { extension, slots, code, watch } = isObject(parking) ? parking : {}
  const areSlots = Array.isArray(slots) && slots.every((slot) => typeof slot === 'string') && readSlots(slots) !== null
  check(areSlots, 'features.parking.slots', 'a list of at most 200 slots, such as ["701-720"]')
  check(extension === undefined || isNumber(extension), 'features.parking.extension', number)
  check(
    code === undefined || (isText(code) && code.includes('{slot}')),
    'features.parking.code',
    'text with {slot} in it, such as "*{slot}"',
  )
  const { url, everyMs = 5_000 } = isObject(watch) ? watch : {}
  const isPolled = isText(url) && Number.isFinite(everyMs) && Number(everyMs) >= 1_000
  check(
    watch === undefined || watch === 'subscribe' || watch === 'none' || isPolled,
    'features.parking.watch',
    '"subscribe", "none", or a url with everyMs of at least 1000',
  )
}

function canCall(text: string): boolean {
  try {
    parseTarget(text, 'any.invalid')
    return true
  } catch (error) {
    if (error instanceof PhoneError) return false
    throw error
  }
}
