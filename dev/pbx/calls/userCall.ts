import { setTimeout as wait } from 'node:timers/promises'
import { isEvents, knownCodecs, listOf, sharedWith } from '../media/codecs'
import { reverse } from '../media/direction'
import { NotAcceptable } from '../media/leg'
import { codecsOf, directionOf } from '../media/sdp'
import type { Binding } from '../sip/registrar'
import type { User } from '../users'
import { Branch } from './branch'
import type { Call } from './call'

const answeredElsewhere = 'SIP;cause=200;text="Call completed elsewhere"'

interface Refusal {
  readonly status: number
  readonly reasonPhrase: string | undefined
}

interface UserCallOptions {
  readonly from: User
  readonly bindings: readonly Binding[]
  readonly ringTimeoutMs: number
  /** Of the PBX's own, beside those of the caller that it passes on. */
  readonly headers?: readonly string[]
  /** Takes the caller to another number. Absent: he has been sent on already, and goes no further. */
  readonly forward?: (number: string) => void | Promise<void>
}

/** A call to a user: all of his phones ring, the first that answers is connected, the others stop. */
export async function callUser(call: Call, options: UserCallOptions): Promise<void> {
  const { from, bindings, ringTimeoutMs, forward } = options
  const headers = [...call.caller.passedOn, ...(options.headers ?? [])]
  const { offer } = call.caller
  // Only what the caller has too: the PBX passes packets on and never transcodes.
  const shared = sharedWith(codecsOf(offer))
  if (!shared.some((codec) => !isEvents(codec))) throw new NotAcceptable('no codec in common')
  const codecs = [...shared.filter((codec) => !isEvents(codec)), ...knownCodecs.filter(isEvents)]
  const direction = directionOf(offer)
  const branches = bindings.map((binding) => new Branch({ call, binding, from, codecs, direction, headers }))
  call.earlyDialogs = () => branches.flatMap(({ early }) => early ?? [])
  const stopAll = (reason?: string): void => branches.forEach((branch) => branch.cancel(reason))
  // What is there for the ringing goes with it: a call that is sent on rings a second time.
  const settled = new AbortController()
  call.signal.addEventListener('abort', () => stopAll(), { once: true, signal: settled.signal })

  const timeout = wait(ringTimeoutMs, undefined, { signal: AbortSignal.any([call.signal, settled.signal]) })
  const outcome = await Promise.race([ringAll(call, branches, forward !== undefined), timeout, call.pickedUp]).finally(
    () => settled.abort(),
  )
  if (call.signal.aborted) return stopAll()
  if (outcome === 'picked up') return stopAll(answeredElsewhere)
  if (!outcome) {
    stopAll()
    return call.end({ by: 'callee', status: 480, why: 'no answer' })
  }
  if ('status' in outcome) {
    stopAll()
    const { status, reasonPhrase } = outcome
    return call.end({ by: 'callee', status, ...(reasonPhrase ? { reasonPhrase } : {}), why: 'refused' })
  }
  stopAll(answeredElsewhere)
  if ('number' in outcome) return forward?.(outcome.number)
  await connect(call, outcome.branch, outcome.sdp)
}

type Outcome = { readonly branch: Branch; readonly sdp: string } | { readonly number: string } | Refusal

/** Rings every phone. Gives the first answer or the first number that the caller is sent to, or else the best refusal. */
function ringAll(call: Call, branches: readonly Branch[], mayForward: boolean): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const refusals: Refusal[] = []
    let progress = Promise.resolve()
    for (const branch of branches) {
      const ringing = branch.ring({
        onProgress: (_, status, sdp) => {
          // One after the other, or a 180 could overtake a 183 whose media is still being set up.
          progress = progress.then(() => passOn(call, branch, status, sdp)).catch(reject)
        },
        onAnswer: (_, sdp) => {
          progress = progress.then(() => resolve({ branch, sdp }))
        },
        onRefusal: (_, status, reasonPhrase) => {
          refusals.push({ status, reasonPhrase })
          // 6xx speaks for the user, not for one phone: no other phone is to ring any longer (RFC 3261 16.7).
          if (status >= 600 || refusals.length === branches.length) resolve(best(refusals))
        },
        // Whoever sends the caller elsewhere has decided for all of the user's phones.
        ...(mayForward ? { onRedirect: (_: Branch, number: string) => resolve({ number }) } : {}),
      })
      ringing.catch(reject)
    }
  })
}

/** 6xx first, then the lowest; a phone that cannot be reached (480) says less than any other (RFC 3261 16.7 step 6). */
function best(refusals: readonly Refusal[]): Refusal {
  const rank = ({ status }: Refusal): number => (status >= 600 ? 0 : status === 480 ? 1000 : status)
  return refusals.reduce((first, next) => (rank(next) < rank(first) ? next : first))
}

/** Passes a provisional response on to the caller, with the callee's early media when it comes with an answer. */
async function passOn(call: Call, branch: Branch, status: number, sdp: string | undefined): Promise<void> {
  if (call.signal.aborted || call.caller.finished) return
  if (sdp && !call.callee) {
    call.callee = branch.party
    await joinMedia(call, branch, sdp)
  }
  if (!call.signal.aborted) call.ringing(status)
}

async function connect(call: Call, branch: Branch, sdp: string): Promise<void> {
  call.callee = branch.party
  // Unless a transfer has taken it to another call meanwhile.
  const hangUp = (): void => (call.parties.includes(branch.party) ? branch.party.hangUp() : undefined)
  call.signal.addEventListener('abort', hangUp, { once: true })
  await joinMedia(call, branch, sdp)
  call.answer()
}

/** Takes the callee's answer, and answers the caller with the codec that the callee chose. */
async function joinMedia(call: Call, branch: Branch, sdp: string): Promise<void> {
  if (!branch.media.agreed) await branch.media.acceptAnswer(sdp)
  const { agreed, direction } = branch.media
  if (!agreed) return
  const { agreed: callers } = await call.caller.openMedia(listOf(agreed), reverse(direction))
  // After early media from another phone the caller is bound to that phone's codec.
  if (callers?.audio.name !== agreed.audio.name) throw new NotAcceptable('another codec than in the early media')
}
