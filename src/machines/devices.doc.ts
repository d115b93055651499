import type { ChartDoc } from './chart.doc'
import type { devicesMachine } from './devices.machine'

const watch = 'port `watchDevices`'
const keep = 'port `keepPreferences`'

const used = 'What the person chose is used, or else the system’s default.'
const switching = 'Another one is being opened, or the output moved.'
const overtaken = 'The person has chosen once more meanwhile: the first choice comes to its end first.'
const missing =
  'What was chosen is unplugged: the system’s default serves meanwhile, and the choice is kept until it is back.'

export const devicesDoc: ChartDoc<typeof devicesMachine> = {
  title: 'microphones, speakers, and what the browser allows',
  purpose:
    'Things that have nothing to do with one another and are told apart: the permission for the microphone, whether there is one, which microphone, speaker and ring device are used, whether the browser lets the page sound, and whether choices outlive the page. A device that is chosen in the middle of a call serves that call at once, without a word to the far end.',
  states: {
    permission: { means: 'The browser’s permission for the microphone.' },
    'permission.unknown': { means: 'The browser has not told.' },
    'permission.prompt': { means: 'The browser will ask when the microphone is opened.' },
    'permission.asking': { means: 'The browser’s prompt is open, and waits for a person.', mood: 'waiting' },
    'permission.granted': { means: 'The microphone may be opened.', mood: 'live' },
    'permission.denied': {
      means:
        'The microphone may not be opened; most browsers will not ask again until the person changes it in their settings.',
      mood: 'broken',
    },
    microphone: { means: 'Whether there is one.' },
    'microphone.unknown': { means: 'The browser has not told.' },
    'microphone.present': { means: 'There is at least one.', mood: 'live' },
    'microphone.absent': { means: 'There is none, or it cannot be told.', mood: 'broken' },
    use: { means: 'Which devices are used. Three roles, each like the others.' },
    'use.microphone': { means: 'The microphone of calls, and what the browser does to its sound.' },
    'use.microphone.settled': { means: used, mood: 'live' },
    'use.microphone.switching': { means: switching },
    'use.microphone.overtaken': { means: overtaken },
    'use.microphone.missing': { means: missing, mood: 'broken' },
    'use.speaker': { means: 'Where calls are heard.' },
    'use.speaker.settled': { means: used, mood: 'live' },
    'use.speaker.switching': { means: switching },
    'use.speaker.overtaken': { means: overtaken },
    'use.speaker.missing': { means: missing, mood: 'broken' },
    'use.ringDevice': { means: 'Where it rings when somebody calls.' },
    'use.ringDevice.settled': { means: used, mood: 'live' },
    'use.ringDevice.switching': { means: switching },
    'use.ringDevice.overtaken': { means: overtaken },
    'use.ringDevice.missing': { means: missing, mood: 'broken' },
    playback: { means: 'Whether the browser lets the page sound: in most of them not before somebody has touched it.' },
    'playback.allowed': { means: 'Nothing has been kept silent.', mood: 'live' },
    'playback.blocked': {
      means: 'The browser keeps something silent until somebody touches the page.',
      mood: 'broken',
    },
    'playback.interrupted': {
      means:
        'The system has taken the sound away, for a call of the telephone’s: it gives it back, or a gesture gets it.',
      mood: 'broken',
    },
    'playback.unblocking': { means: 'In a person’s gesture, what was kept silent is played again.' },
    port: { means: 'Whether anybody answers.' },
    'port.open': { means: 'The port `watchDevices` is open.' },
    'port.broken': { means: 'It has thrown, a defect of ours: what is asked of it fails at once.', mood: 'broken' },
    preferences: { means: 'Whether what was chosen outlives the page.' },
    'preferences.loading': { means: 'The choices of last time are being read.' },
    'preferences.kept': { means: 'Choices are stored.' },
    'preferences.forgotten': {
      means:
        'Storage is full, closed or forbidden (private windows): the phone works, and forgets what was chosen when the page goes.',
      mood: 'broken',
    },
  },
  events: {
    'devices.requestPermission': { from: 'host', means: 'Ask for the microphone now, before the first call needs it.' },
    'devices.unblockAudio': { from: 'host', means: 'In a gesture: play what the browser has kept silent.' },
    'devices.choose': {
      from: 'host',
      means: 'Use this device, or process the microphone’s sound like this, in the calls that there are too.',
    },
    'devices.setVolume': { from: 'host', means: 'Sound as loud as this; 0 to 1.' },
    'devices.preferred': { from: 'this chart', means: 'What is preferred is known: the devices follow.' },
    'port.broken': {
      from: 'this chart',
      means:
        'The port `watchDevices` has thrown, a defect of ours: what waits for it fails, and there is no microphone.',
    },
    'preferences.broken': {
      from: 'this chart',
      means: 'The port `keepPreferences` has thrown, a defect of ours: choices are forgotten.',
    },
    'permission.changed': {
      from: watch,
      means: 'The browser’s permission is now granted, denied, or to be asked for.',
    },
    'permission.refused': { from: watch, means: 'Asking came to nothing: denied, dismissed, or no microphone.' },
    'devices.listed': {
      from: watch,
      means: 'The microphones and speakers there are: at the start, and when one comes or goes.',
    },
    'playback.blocked': { from: watch, means: 'The browser refused to play.' },
    'playback.unblocked': { from: watch, means: 'What was kept silent plays.' },
    'playback.interrupted': { from: watch, means: 'The system has taken the sound away.' },
    'device.used': { from: watch, means: 'It is used, in every call.' },
    'device.refused': { from: watch, means: 'It could not be used, and why; the one before is used still.' },
    'preferences.loaded': { from: keep, means: 'What was chosen last time.' },
    'preferences.saved': { from: keep, means: 'The choices are stored.' },
    'preferences.failed': { from: keep, means: 'They could not be read or stored.' },
  },
  emits: {
    'phone.ready': 'the preferences are known, or known to be lost',
    'devices.changed': 'a microphone or speaker has come, gone or been chosen',
    'devices.permissionDenied': 'the microphone may not be opened',
    'audio.blocked': 'the browser keeps something silent until somebody touches the page',
    'audio.unblocked': 'it sounds again',
    'command.settled': 'a command succeeded, failed, or was superseded by the next of its kind',
  },
  invokes: {
    watchDevices: 'permission, devices and playback, as the browser tells them',
    keepPreferences: 'the choices that outlive the page',
  },
  delays: {
    permissionTimeout: 'the browser’s prompt waits for a person',
    playbackTimeout: 'playing in a gesture takes no time, or does not happen',
    deviceTimeout: 'opening a device takes no time, or does not happen; what comes later still counts',
  },
  invariants: [
    'The regions know nothing of one another, but that the devices are told once what is preferred.',
    'A port that breaks moves only what depends on it, and leaves no command without an answer.',
    'A device is recorded as chosen when the browser has confirmed it, never when it was asked for.',
    'What was chosen outlives its being unplugged.',
    'What was chosen on this page is newer than what is loaded later, and wins.',
    'No region can keep the phone from working: without a microphone it rings, without storage it forgets.',
  ],
}
