import { createEffect, on, onCleanup, onMount } from 'solid-js'
import { renderPhone } from '../../ui/render-phone'
import type { Lab } from '../lab'
import { createMomentSource, type MomentSource } from '../moment-source'
import { timeAt } from '../session'

/** The phone's own panel, as it was at the moment; in a simulation it can be used. */
export function PhoneView(props: { lab: Lab }) {
  const { lab } = props
  let place!: HTMLDivElement
  let shown: { source: MomentSource; remove: () => void } | undefined

  const mount = () => {
    shown?.remove()
    const session = lab.session()
    const source = createMomentSource(session.moment(), session.take)
    const remove = renderPhone(place, source, {
      theme: lab.theme(),
      now: () => session.timeline.header.startedAt + timeAt(session, session.position()),
    })
    shown = { source, remove }
  }
  onMount(() => {
    createEffect(on([lab.session, lab.theme], mount))
    createEffect(on([() => lab.session().moment()], ([moment]) => shown?.source.show(moment), { defer: true }))
    onCleanup(() => shown?.remove())
  })
  return (
    <>
      <h2 class="panel-title">
        Phone <span class="quiet">{lab.session().kind === 'simulation' ? 'yours to use' : 'as it was'}</span>
      </h2>
      <div class="host" ref={(element) => (place = element)} inert={lab.session().kind !== 'simulation'} />
    </>
  )
}
