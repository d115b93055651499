/** One picture of a chart. */
export interface PictureSpec {
  /** Its name in statecharts/, without `.svg`. */
  readonly file: string
  /** The state that it shows; absent: the whole chart. */
  readonly state?: string
  readonly title?: string
  readonly subtitle?: string
  /** What the index calls it. */
  readonly short?: string
  /** Only these, which are active at once, each laid out apart. */
  readonly regions?: readonly string[]
  /** The one region that it shows of those beside it, which have pictures of their own. */
  readonly only?: string
  /** Transitions, by `from>to`, that their state says in a row: a line would cross half the picture for an aside. */
  readonly asRows?: readonly string[]
  readonly width?: number
  /** Absent: whichever reads better. */
  readonly direction?: 'DOWN' | 'RIGHT'
}

/** The pictures of each chart, the one of the whole first. What is not named has one picture. */
const specs: Readonly<Record<string, readonly PictureSpec[]>> = {
  auth: [
    { file: 'auth', short: 'sign-in and renewal', asRows: ['failed>signingOut'], only: 'signedIn.renewal' },
    {
      file: 'auth.token',
      state: 'signedIn.token',
      title: 'auth · token',
      subtitle: 'whether it still serves',
      short: 'the token',
    },
  ],
  connection: [
    {
      file: 'connection',
      asRows: [
        'connecting>disconnecting',
        'connecting>failed',
        'lost>disconnecting',
        'lost.retrying>failed',
        'failed>disconnecting',
        'failed>connecting',
        'connected.registered>failed',
      ],
    },
  ],
  devices: [
    {
      file: 'devices',
      short: 'all but their use',
      regions: ['permission', 'microphone', 'playback', 'preferences', 'port'],
    },
    {
      file: 'devices.use',
      state: 'use',
      title: 'devices · use',
      subtitle: 'which device, for each of three purposes',
      short: 'their use',
      regions: ['use.microphone', 'use.speaker', 'use.ringDevice'],
      width: 820,
      direction: 'DOWN',
    },
  ],
  quality: [
    { file: 'quality', short: 'the grade', regions: ['sampling', 'grade'] },
    {
      file: 'quality.warnings',
      state: 'warnings',
      title: 'quality · warnings',
      subtitle: 'what is wrong with the sound: one at a time for each kind',
      short: 'the warnings',
      regions: ['notHearing', 'notHeard', 'silentMicrophone', 'incomingLoss', 'outgoingLoss', 'jitter', 'delay'].map(
        (warning) => `warnings.${warning}`,
      ),
      width: 1_400,
    },
  ],
  transfer: [
    {
      file: 'transfer',
      asRows: [
        'referring>idle',
        'progressing>idle',
        'consulting.waiting>idle',
        'withdrawing>idle',
        'completing>idle',
        'completing.asked>idle',
        'completing.accepted>idle',
      ],
    },
  ],
  recording: [
    {
      file: 'recording',
      asRows: [
        'off>on',
        'on>off',
        'startingByCode>on',
        'stoppingByCode>off',
        'presumedOn>on',
        'presumedOn>off',
        'presumedOff>on',
        'presumedOff>off',
      ],
    },
  ],
  call: [
    {
      file: 'call',
      short: 'the way',
      asRows: [
        'open.preparing>ended',
        'open.answering>closing.declining',
        'open.underway.way.dialing>ended',
        'open.underway.way.accepting>ended',
        'open.underway.way.accepting>closing.ending',
      ],
      only: 'open.underway.way',
    },
    {
      file: 'call.negotiation',
      state: 'open.underway.negotiation',
      title: 'call · negotiation',
      subtitle: 'one offer at a time',
      short: 'negotiation',
    },
    {
      file: 'call.hold',
      state: 'open.underway.hold',
      title: 'call · hold',
      subtitle: 'ours, as the far end confirms it',
      short: 'hold',
    },
    {
      file: 'call.progress',
      title: 'call · progress',
      subtitle: 'before the answer',
      short: 'progress',
      regions: ['open.underway.progress', 'open.underway.earlyMedia'],
    },
    {
      file: 'call.quality',
      state: 'open.underway.quality',
      title: 'call · quality',
      subtitle: 'the way to the chart that judges the sound',
      short: 'quality',
    },
    {
      file: 'call.referral',
      state: 'open.underway.referral',
      title: 'call · referral',
      subtitle: 'a REFER of ours, as the wire tells of it',
      short: 'referral',
    },
    {
      file: 'call.capture',
      state: 'open.underway.capture',
      title: 'call · capture',
      subtitle: 'the device behind the microphone',
      short: 'capture',
    },
    {
      file: 'call.media',
      title: 'call · sound',
      subtitle: 'mute, the media’s way, the far end’s hold, and tones',
      short: 'sound',
      regions: ['microphone', 'media', 'remoteHold', 'tones', 'recording', 'supervision'].map(
        (region) => `open.underway.${region}`,
      ),
      width: 900,
    },
  ],
}

export function picturesOf(chart: string): readonly PictureSpec[] {
  return specs[chart] ?? [{ file: chart }]
}

/** Whether a state is of a region that is active beside the only one that is shown. */
export function isBeside(path: string, only: string | undefined): boolean {
  if (only === undefined || path === only || path.startsWith(`${only}.`)) return false
  return path.startsWith(only.replace(/[^.]+$/, ''))
}
