import { createEffect, createMemo, createSignal, For, Index, Show } from 'solid-js'
import { createPhoneView } from '../../api/view/phone.view'
import type { Lab } from '../lab'
import { wholePhone } from '../moment-source'
import { flows } from '../simulator/flows'
import { commandGroups, factGroups, type Option, type OptionGroup } from '../simulator/options'
import { readStep, type Step, stepSource, stepTitle, writeStep } from '../simulator/steps'
import { writeSpan } from '../time'
import { Icon } from './icon'
import { createRoving } from './roving'

/** Canned flows and their steps, and everything that could happen next. */
export function SimulatorPanel(props: { lab: Lab }) {
  const { lab } = props
  return (
    <Show
      when={lab.session().kind === 'simulation'}
      fallback={
        <div class="empty">
          <p>The simulator runs the charts without a PBX: you say what happens.</p>
          <Show when={lab.session().kind !== 'inspected'}>
            <button type="button" on:click={() => lab.branch()}>
              <Icon name="branch" /> Simulate from here
            </button>
          </Show>
          <button type="button" on:click={() => lab.simulate()}>
            <Icon name="flask" /> Begin anew
          </button>
        </div>
      }
    >
      <div class="simulator">
        <FlowSteps lab={lab} />
        <NextOptions lab={lab} />
      </div>
    </Show>
  )
}

function FlowSteps(props: { lab: Lab }) {
  const { simulator } = props.lab
  const [edited, setEdited] = createSignal<number | null>(null)
  const choose = (name: string) => {
    const flow = flows.find((one) => one.name === name)
    if (flow !== undefined) simulator.load(flow)
  }
  const change = (index: number, ...steps: readonly Step[]) => {
    setEdited(null)
    const all = simulator.steps()
    simulator.edit([...all.slice(0, index), ...steps, ...all.slice(index + 1)])
  }
  const swap = (index: number) => {
    const all = [...simulator.steps()]
    const [a, b] = [all[index], all[index + 1]]
    if (a === undefined || b === undefined) return
    all.splice(index, 2, b, a)
    simulator.edit(all)
  }
  const roving = createRoving(() => simulator.steps().length)
  const about = () => flows.find(({ name }) => name === simulator.name())?.about
  return (
    <section class="flow" aria-label="Flow">
      <div class="flow-head">
        <select aria-label="Flow" value={simulator.name()} on:change={(event) => choose(event.currentTarget.value)}>
          <Show when={!flows.some(({ name }) => name === simulator.name())}>
            <option value={simulator.name()}>{simulator.name()}</option>
          </Show>
          <For each={flows}>{({ name }) => <option value={name}>{name}</option>}</For>
        </select>
        <button type="button" class="square" aria-label="Rewind" title="Rewind" on:click={() => simulator.rewind()}>
          <Icon name="first" />
        </button>
        <button type="button" class="square" aria-label="Step" title="Step" on:click={() => simulator.next()}>
          <Icon name="forward" />
        </button>
        <button
          type="button"
          class="accent"
          on:click={() => (simulator.isRunning() ? simulator.pause() : void simulator.run())}
        >
          <Icon name={simulator.isRunning() ? 'pause' : 'play'} /> {simulator.isRunning() ? 'Pause' : 'Run'}
        </button>
      </div>
      <Show when={about()}>{(words) => <p class="quiet">{words()}</p>}</Show>
      <ol class="steps" aria-label="Steps" on:keydown={roving.onKeyDown} on:focusin={roving.onFocusIn}>
        <Index each={simulator.steps()}>
          {(step, index) => (
            <li
              data-source={stepSource(step())}
              data-state={index < simulator.done() ? 'done' : index === simulator.done() ? 'next' : 'later'}
              data-at={props.lab.session().position() === index + 1 ? '' : undefined}
              ref={(item) =>
                createEffect(
                  () => props.lab.session().position() === index + 1 && item.scrollIntoView({ block: 'nearest' }),
                )
              }
            >
              <button
                type="button"
                class="step"
                data-rove=""
                tabindex={roving.tabIndex(index)}
                on:click={() => props.lab.session().seek(index + 1)}
              >
                <Icon
                  name={stepSource(step()) === 'person' ? 'person' : stepSource(step()) === 'world' ? 'world' : 'time'}
                />
                <code>{stepTitle(step())}</code>
              </button>
              <span class="step-tools">
                <StepTool
                  icon="edit"
                  label={`Edit step ${index + 1}`}
                  tabIndex={roving.tabIndex(index)}
                  press={() => setEdited(edited() === index ? null : index)}
                />
                <StepTool
                  icon="down"
                  label={`Move step ${index + 1} down`}
                  tabIndex={roving.tabIndex(index)}
                  press={() => swap(index)}
                />
                <StepTool
                  icon="remove"
                  label={`Remove step ${index + 1}`}
                  tabIndex={roving.tabIndex(index)}
                  press={() => change(index)}
                />
              </span>
              <Show when={edited() === index}>
                <StepEditor step={step()} use={(next) => change(index, next)} verb="Change" />
              </Show>
            </li>
          )}
        </Index>
      </ol>
      <Show when={simulator.problem()}>
        {(why) => (
          <p class="problem" role="alert">
            {why()}
          </p>
        )}
      </Show>
    </section>
  )
}

interface StepToolProps {
  readonly icon: 'edit' | 'down' | 'remove'
  readonly label: string
  readonly tabIndex: 0 | -1
  readonly press: () => void
}

function StepTool(props: StepToolProps) {
  return (
    <button
      type="button"
      class="tool"
      aria-label={props.label}
      title={props.label}
      tabindex={props.tabIndex}
      on:click={() => props.press()}
    >
      <Icon name={props.icon} />
    </button>
  )
}

function StepEditor(props: { step: Step; verb: string; use: (step: Step) => void }) {
  const [problem, setProblem] = createSignal<string | null>(null)
  let text!: HTMLTextAreaElement
  const use = () => {
    try {
      props.use(readStep(text.value))
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <div class="editor">
      <textarea aria-label="The step as JSON" spellcheck={false} rows={7} ref={(element) => (text = element)}>
        {writeStep(props.step)}
      </textarea>
      <Show when={problem()}>
        {(why) => (
          <p class="problem" role="alert">
            {why()}
          </p>
        )}
      </Show>
      <button type="button" class="accent" on:click={use}>
        {props.verb}
      </button>
    </div>
  )
}

function NextOptions(props: { lab: Lab }) {
  const { lab } = props
  const { simulator } = lab
  const view = createPhoneView()
  const groups = createMemo<readonly OptionGroup[]>(() => {
    const simulation = simulator.simulation()
    simulator.session().length()
    simulator.done()
    const state = view(wholePhone(simulation.timeline.at(simulation.timeline.ready)))
    return [...commandGroups(state), ...factGroups(simulation, lab.charts)]
  })
  const timers = createMemo(() => {
    simulator.done()
    simulator.session().length()
    const { timeline, now } = simulator.simulation()
    return timeline.replay.timers.map(({ timer, due }) => ({ timer, inMs: Math.max(0, due - now.t) }))
  })
  const isEarlier = () => lab.session().position() < simulator.done()
  return (
    <section class="options" aria-label="What could happen next">
      <h3>What could happen next</h3>
      <Show when={isEarlier()}>
        <p class="hint">
          You look at an earlier moment: what you click happens there, and what came after it is forgotten.
        </p>
      </Show>
      <fieldset class="group">
        <legend>
          Time <small>{timers().length === 0 ? 'no timer runs' : `${timers().length} running`}</small>
        </legend>
        <button
          type="button"
          class="option"
          data-source="time"
          disabled={timers().length === 0}
          on:click={() => simulator.perform({ timer: 'next' })}
        >
          next timer
          <Show when={timers()[0]}>{(first) => <small>in {writeSpan(first().inMs)}</small>}</Show>
        </button>
      </fieldset>
      <Index each={groups()}>{(group) => <Group group={group()} perform={simulator.perform} />}</Index>
    </section>
  )
}

function Group(props: { group: OptionGroup; perform: (step: Step) => void }) {
  const [edited, setEdited] = createSignal<string | null>(null)
  const source = (option: Option) => stepSource(option.step)
  const roving = createRoving(() => props.group.options.length)
  return (
    <fieldset class="group" on:keydown={roving.onKeyDown} on:focusin={roving.onFocusIn}>
      <legend>
        {props.group.title} <small>{props.group.about}</small>
      </legend>
      <Index each={props.group.options}>
        {(option, index) => (
          <>
            <span class="option-place">
              <button
                type="button"
                class="option"
                data-rove=""
                tabindex={roving.tabIndex(index)}
                data-source={source(option())}
                aria-disabled={option().whyNot === null ? undefined : 'true'}
                title={option().whyNot ?? option().means}
                on:click={() => option().whyNot === null && props.perform(option().step)}
              >
                {option().title}
                <Show when={option().whyNot}>{(why) => <small class="why">{why()}</small>}</Show>
              </button>
              <button
                type="button"
                class="tool"
                aria-label={`Edit ${option().title}`}
                title="Change what it says first"
                tabindex={roving.tabIndex(index)}
                on:click={() => setEdited(edited() === option().title ? null : option().title)}
              >
                <Icon name="edit" />
              </button>
            </span>
            <Show when={edited() === option().title}>
              <StepEditor
                step={option().step}
                verb="Let it happen"
                use={(step) => {
                  setEdited(null)
                  props.perform(step)
                }}
              />
            </Show>
          </>
        )}
      </Index>
    </fieldset>
  )
}
