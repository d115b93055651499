import type { Permission } from '../../api/errors'
import type { PhoneState } from '../../api/state'
import { whyNot } from '../../api/words'
import type { ChartData } from '../chart-data'
import { chartOf } from '../states'
import { commandFor, factFor } from './payloads'
import type { Simulation } from './simulation'
import type { Step } from './steps'
import { whyNotTaken } from './why-not'

/** Something that could happen now, or could not. */
export interface Option {
  readonly title: string
  readonly means: string
  readonly step: Step
  /** null: it may happen now. */
  readonly whyNot: string | null
}

export interface OptionGroup {
  readonly title: string
  readonly about: string
  readonly options: readonly Option[]
}

/** What people and hosts may ask for: of the phone, and of each call. The same permissions as the front door's. */
export function commandGroups(state: PhoneState): OptionGroup[] {
  const group = (title: string, about: string, can: object, callId?: string): OptionGroup => ({
    title,
    about,
    options: Object.entries(can as Record<string, Permission>)
      .map(
        ([type, permission]): Option => ({
          title: type,
          means: '',
          step: { command: commandFor(type, callId) },
          whyNot: permission === true ? null : whyNot(permission),
        }),
      )
      .sort(possibleFirst),
  })
  return [
    group('The phone', 'what a person or a host asks for', state.can),
    ...state.calls.map((call) =>
      group(call.remote.name ?? call.remote.number, `${call.direction} call ${call.id}`, call.can, call.id),
    ),
  ]
}

/** What the world may say: for each open port, every fact that its chart knows. */
export function factGroups({ timeline, now }: Simulation, charts: readonly ChartData[]): OptionGroup[] {
  const moment = timeline.at(timeline.ready)
  return timeline.replay.open.flatMap(({ port, owner, input }) => {
    const snapshot = moment.get(owner)
    const chart = snapshot && charts.find(({ name }) => name === chartOf(snapshot))
    if (snapshot === undefined || chart === undefined) return []
    const name = port.replace(/#\d+$/, '')
    const callId = (input as { readonly callId?: string } | null)?.callId
    const asked = timeline.replay.asked.filter((one) => one.port === port).at(-1)?.command
    const scope = { at: now.at, callId, asked, context: snapshot.context as Readonly<Record<string, unknown>> }
    const options = Object.entries(chart.events)
      .filter(([type, { from }]) => !type.includes('*') && new RegExp(`port ${name}\\b`).test(from))
      .flatMap(([type, { means }]) =>
        factFor(type, scope).map(
          ({ label, fact }): Option => ({
            title: label === null ? type : `${type} · ${label}`,
            means,
            step: { port: name, ...(callId === undefined ? {} : { call: callId }), fact },
            whyNot: whyNotTaken(snapshot, fact),
          }),
        ),
      )
    if (options.length === 0) return []
    options.sort(possibleFirst)
    const about = asked === undefined ? 'not asked for anything yet' : `asked for ${asked.type}`
    return [{ title: callId === undefined ? name : `${name} of ${callId}`, about, options }]
  })
}

const possibleFirst = (a: Option, b: Option) => Number(a.whyNot !== null) - Number(b.whyNot !== null)
