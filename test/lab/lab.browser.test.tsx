import { charts } from 'virtual:charts'
import { render } from 'solid-js/web'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { LabApp } from '../../src/lab/components/lab-app'
import { createLab, type Lab } from '../../src/lab/lab'
import { flows } from '../../src/lab/simulator/flows'
import { createSimulation } from '../../src/lab/simulator/simulation'
import { adoptStyles } from '../../src/lab/styles/adopt-styles'
import { verifiableTrace, writeTrace } from '../../src/lab/write-trace'

const removals: (() => void)[] = []

afterEach(() => {
  for (const remove of removals.splice(0)) remove()
})

function openLab(): { lab: Lab; page: HTMLElement } {
  const page = document.createElement('div')
  document.body.append(page)
  const lab = createLab(charts)
  const dropStyles = adoptStyles(document)
  const unmount = render(() => <LabApp lab={lab} />, page)
  removals.push(() => {
    unmount()
    dropStyles()
    lab.dispose()
    page.remove()
  })
  return { lab, page }
}

/** The trace that a canned flow comes to. */
function traceOf(name: string): string {
  const simulation = createSimulation()
  for (const step of flows.find((flow) => flow.name === name)?.steps ?? []) simulation.take(step)
  const text = writeTrace(verifiableTrace(simulation.timeline))
  simulation.dispose()
  return text
}

const named = (page: HTMLElement, selector: string, name: string | RegExp) => {
  const found = [...page.querySelectorAll<HTMLElement>(selector)].find((element) => {
    const own = element.getAttribute('aria-label') ?? element.textContent.trim()
    return typeof name === 'string' ? own === name || own.startsWith(`${name} `) : name.test(own)
  })
  if (found === undefined) throw new Error(`There is no ${selector} named ${String(name)}`)
  return found
}

const lit = (page: HTMLElement) => [
  ...new Set([...page.querySelectorAll<SVGElement>('.leaf')].map(({ dataset }) => dataset.state)),
]

const phoneButtons = (page: HTMLElement) =>
  [...(page.querySelector('.host')?.shadowRoot?.querySelectorAll('button') ?? [])].map(
    (button) => button.ariaLabel ?? button.textContent.trim(),
  )

describe('a trace in the lab', () => {
  test('lights the states of the chart that is looked at, at any moment, back and forth', async () => {
    const { lab, page } = openLab()
    await lab.openTrace(traceOf('A call'), 'a call')
    const heldAt = lab
      .session()
      .timeline.entries.findIndex((entry) => 'fact' in entry && entry.fact.type === 'session.negotiated')
    lab.session().seek(heldAt + 1)
    named(page, '[role=option]', /^call · Bob/).click()
    expect(lit(page)).toContain('open.underway.way.established')
    expect(lit(page)).toContain('open.underway.hold.held')

    lab.session().seek(heldAt)
    expect(lit(page)).toContain('open.underway.hold.holding')
    // One more: the same chart, before anybody asked.
    lab.session().seek(heldAt - 1)
    expect(lit(page)).not.toContain('open.underway.hold.holding')
    lab.session().seek(0)
    expect(lit(page)).toEqual([])
  })

  test('shows the phone itself as it was, and takes no commands for it', async () => {
    const { lab, page } = openLab()
    await lab.openTrace(traceOf('A call'), 'a call')
    const { entries } = lab.session().timeline
    const heldAt = entries.findIndex((entry) => 'fact' in entry && entry.fact.type === 'session.negotiated')
    lab.session().seek(heldAt + 1)
    expect(phoneButtons(page)).toContain('Resume')
    lab.session().seek(heldAt - 1)
    expect(phoneButtons(page)).toContain('Hold')
    lab.session().seek(0)
    expect(phoneButtons(page)).toContain('Sign in')
    expect(page.querySelector<HTMLElement>('.host')?.inert).toBe(true)
  })

  test('is told what is wrong with a file that cannot be read, with the line', async () => {
    const { lab, page } = openLab()
    await lab.openTrace(traceOf('Busy').trimEnd().slice(0, -9), 'cut.jsonl')
    expect(page.querySelector('[role=alert]')?.textContent).toMatch(/^cut\.jsonl cannot be opened\. Line \d+: /)
    expect(lab.session().kind).toBe('simulation')
  })

  test('filters its events by words and by kind, and keys move through what is left', async () => {
    const { lab, page } = openLab()
    await lab.openTrace(traceOf('A call'), 'a call')
    const search = named(page, 'input', 'Filter the events') as HTMLInputElement
    search.value = 'session.'
    search.dispatchEvent(new InputEvent('input', { bubbles: true }))
    const titles = () => [...page.querySelectorAll('.event code')].map(({ textContent }) => textContent)
    await vi.waitFor(() => expect(new Set(titles().map((title) => title.slice(0, 8)))).toEqual(new Set(['session.'])))
    lab.session().seek(0)
    named(page, '[role=listbox]', 'Events').dispatchEvent(
      new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }),
    )
    const entry = lab.session().timeline.entries[lab.session().position() - 1]
    expect(entry).toMatchObject({ fact: { type: 'session.progressed' } })

    search.value = ''
    search.dispatchEvent(new InputEvent('input', { bubbles: true }))
    named(page, 'button', 'facts').click()
    await vi.waitFor(() => expect(titles()).not.toContain('session.accepted'))
    expect(titles()).toContain('call.dial')
  })

  test('arrow keys travel an entry at a time, Home and End to its ends', async () => {
    const { lab, page } = openLab()
    await lab.openTrace(traceOf('Busy'), 'busy')
    const press = (key: string) => page.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    const length = lab.session().length()
    press('Home')
    expect(lab.session().position()).toBe(0)
    press('ArrowRight')
    press('ArrowRight')
    press('ArrowLeft')
    expect(lab.session().position()).toBe(1)
    press('End')
    expect(lab.session().position()).toBe(length)
    expect(named(page, '[role=slider]', 'Moment').getAttribute('aria-valuenow')).toBe(String(length))
  })
})

describe('the simulator', () => {
  test('offers what the state allows, and greys the rest with the reason', () => {
    const { page } = openLab()
    const option = (name: string) => named(page, '.option', name)
    expect(option('dial').getAttribute('aria-disabled')).toBeNull()
    expect(page.textContent).toContain('somebody is signed in already')
    expect(named(page, '.option', /^signIn/).getAttribute('aria-disabled')).toBe('true')
    // A fact of a port that is open, in a state that does not take it.
    expect(named(page, '.option', /^transport\.connected/).title).toBe('not accepted in this state')
  })

  test('what is clicked happens in the charts, and the phone shows it', () => {
    const { lab, page } = openLab()
    named(page, '.option', 'dial').click()
    named(page, '.option', 'microphone.acquired').click()
    named(page, '.option', /^session\.accepted/).click()
    expect(phoneButtons(page)).toContain('Hold')
    expect(lab.session().moment().get('phone/call-1')?.hasTag('established')).toBe(true)
  })

  test('the phone itself can be used', async () => {
    const { lab, page } = openLab()
    for (const name of ['dial', 'microphone.acquired', /^session\.accepted/]) named(page, '.option', name).click()
    const hold = [...(page.querySelector('.host')?.shadowRoot?.querySelectorAll('button') ?? [])].find(
      (button) => button.textContent.trim() === 'Hold',
    )
    hold?.click()
    await vi.waitFor(() => {
      const entry = lab.session().timeline.entries.at(-1)
      expect(entry).toMatchObject({ intent: { type: 'call.hold' } })
    })
  })

  test('a flow is run step by step, and each of its moments can be seen again', () => {
    const { lab, page } = openLab()
    const select = named(page, 'select', 'Flow') as HTMLSelectElement
    select.value = 'Busy'
    select.dispatchEvent(new Event('change', { bubbles: true }))
    expect(lab.simulator.done()).toBe(0)
    for (const _ of lab.simulator.steps()) named(page, 'button', 'Step').click()
    expect(lab.simulator.done()).toBe(lab.simulator.steps().length)
    expect(lab.simulator.problem()).toBeNull()
    const end = lab.session().moment().get('phone')?.context as { lastCall: unknown }
    expect(end.lastCall).toMatchObject({ ending: 'rejected', failure: { code: 'busy' } })
    named(page, '.steps button', 'dial').click()
    expect([...lab.session().moment().keys()]).toContain('phone/call-1')
  })

  test('a step that was removed is missed: the flow stops where it cannot go on, and says why', () => {
    const { lab, page } = openLab()
    lab.simulator.load(flows.find(({ name }) => name === 'A call') ?? { name: '', steps: [] }, 99)
    const at = lab.simulator.steps().findIndex((step) => 'fact' in step && step.fact.type === 'microphone.acquired')
    named(page, 'button', `Remove step ${at + 1}`).click()
    expect(lab.simulator.done()).toBe(at)
    expect(page.querySelector('.flow [role=alert]')?.textContent).toBe('session.progressed: not accepted in this state')
  })

  test('what is clicked at an earlier moment happens there, and what came after it is forgotten', () => {
    const { lab, page } = openLab()
    lab.simulator.load(flows.find(({ name }) => name === 'Busy') ?? { name: '', steps: [] }, 99)
    const before = lab.simulator.steps().length - 1
    lab.session().seek(before)
    lab.simulator.perform({
      port: 'watchSession',
      call: 'call-1',
      fact: { type: 'session.progressed', progress: 'ringing', at: 0 },
    })
    expect(lab.simulator.steps()).toHaveLength(before + 1)
    expect(page.textContent).toContain('Ringing')
  })

  test('time passes to the next timer when one asks for it', () => {
    const { lab, page } = openLab()
    lab.simulator.load(flows.find(({ name }) => name === 'Nobody answers') ?? { name: '', steps: [] }, 9)
    const before = lab.simulator.simulation().now.t
    named(page, '.option', /^next timer/).click()
    expect(lab.session().timeline.entries.at(-1)).toHaveProperty('timer')
    expect(lab.simulator.simulation().now.t - before).toBeGreaterThan(100_000)
  })

  test('a trace can be gone on with from any moment', async () => {
    const { lab } = openLab()
    await lab.openTrace(traceOf('A call'), 'a call')
    const ringing = lab
      .session()
      .timeline.entries.findIndex((entry) => 'fact' in entry && entry.fact.type === 'session.progressed')
    lab.session().seek(ringing + 1)
    lab.branch()
    expect(lab.session().kind).toBe('simulation')
    lab.simulator.perform({
      port: 'watchSession',
      call: 'call-1',
      fact: { type: 'session.rejected', failure: { code: 'busy', sipStatus: 486 }, at: 0 },
    })
    expect(lab.simulator.problem()).toBeNull()
    const phone = lab.session().moment().get('phone')?.context as { lastCall: unknown }
    expect(phone.lastCall).toMatchObject({ ending: 'rejected' })
  })
})
