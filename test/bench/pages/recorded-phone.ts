import { type Actor, createActor } from 'xstate'
import { Publisher } from '../../../src/api/publisher'
import { createPhoneView } from '../../../src/api/view/phone.view'
import { bindPorts } from '../../../src/machines/bind-ports'
import type { phoneMachine } from '../../../src/machines/phone.machine'
import type { DrivingEntry, Trace } from '../../../src/trace/entry'
import { createRecorder, type Recorder } from '../../../src/trace/recorder'
import { createSilentPorts } from '../../../src/trace/silent-ports'
import { CapturedTime, captureTime } from './captured-time'

/** What is around the charts, beside the gate that lets things in. */
export interface Around {
  readonly recorder?: boolean
  /** What is done after each step. `view`: it is rebuilt. `publisher`: that, and all that the real phone does then. */
  readonly after?: 'nothing' | 'view' | 'publisher'
}

type Gate = Pick<Recorder, 'enterIntent' | 'enterFact' | 'clock'>

/** The charts of a phone, put together as createPhoneCore does, and driven by a trace: no adapters, no screen, no waiting. */
export class RecordedPhone {
  readonly #time = new CapturedTime()
  readonly #ports = createSilentPorts()
  readonly #gate: Gate
  readonly #actor: Actor<typeof phoneMachine>
  #afterStep = () => {}

  constructor({ header: { input } }: Trace, { recorder = false, after = 'nothing' }: Around) {
    const afterStep = () => this.#afterStep()
    this.#gate = recorder
      ? createRecorder({ root: () => this.#actor, now: () => performance.now(), afterStep })
      : openGate(afterStep)
    this.#actor = createActor(bindPorts(this.#ports), { id: 'phone', input, clock: this.#gate.clock })
    captureTime(this.#time, () => {
      this.#actor.start()
      this.#afterStep = this.#whatFollows(after)
    })
  }

  /** Enters what was recorded, without waiting for anything. */
  enter(entries: readonly DrivingEntry[]): void {
    captureTime(this.#time, () => {
      for (const entry of entries) {
        this.#enter(entry)
        this.#time.runMicrotasks()
      }
    })
  }

  dispose(): void {
    this.#actor.stop()
  }

  #enter(entry: DrivingEntry): void {
    if ('intent' in entry) this.#gate.enterIntent(entry.intent, () => this.#actor.send(entry.intent))
    else if ('timer' in entry) this.#time.fire(entry.timer)
    else this.#gate.enterFact(entry.port, entry.fact, () => void this.#ports.tell(entry.port, entry.fact))
  }

  #whatFollows(after: NonNullable<Around['after']>): () => void {
    if (after === 'nothing') return () => {}
    const view = createPhoneView()
    const buildView = () => view(this.#actor.getSnapshot())
    if (after === 'view') return () => void buildView()
    const publisher = new Publisher({ root: this.#actor, buildView, settle: () => {} })
    return () => publisher.afterStep()
  }
}

/** What the recorder is, without its recording. */
function openGate(afterStep: () => void): Gate {
  const enter = (step: () => void) => {
    step()
    afterStep()
  }
  return {
    enterIntent: (_, step) => enter(step),
    enterFact: (_port, _fact, step) => enter(step),
    clock: {
      setTimeout: (fire, ms) => Number(setTimeout(() => enter(fire), ms)),
      clearTimeout: (timer) => clearTimeout(timer),
    },
  }
}
