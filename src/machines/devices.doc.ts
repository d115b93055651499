import type { ChartDoc } from './chart.doc'
import type { devicesMachine } from './devices.machine'

const watch = 'port `watchDevices`'
const keep = 'port `keepPreferences`'

export const devicesDoc: ChartDoc<typeof devicesMachine> = {
  title: 'microphones, speakers, and what the browser allows',
  purpose:
    'Five things that have nothing to do with one another and are told apart: the permission for the microphone, whether there is one, which speaker is used, whether the browser lets the page sound, and whether choices outlive the page.',
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
    speaker: { means: 'Where calls are heard.' },
    'speaker.settled': { means: 'Calls are heard where the person chose, or on the system’s default.' },
    'speaker.switching': { means: 'The output is being moved.' },
    'speaker.overtaken': {
      means: 'The person has chosen once more while the output was being moved: that comes to its end first.',
    },
    playback: { means: 'Whether the browser lets the page sound: in most of them not before somebody has touched it.' },
    'playback.allowed': { means: 'Nothing has been kept silent.', mood: 'live' },
    'playback.blocked': {
      means: 'The browser keeps something silent until somebody touches the page.',
      mood: 'broken',
    },
    'playback.unblocking': { means: 'In a person’s gesture, what was kept silent is played again.' },
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
    'devices.setMicrophone': {
      from: 'host',
      means: 'Use this microphone from the next call on; null: the system’s default.',
    },
    'devices.setSpeaker': { from: 'host', means: 'Hear calls there; null: the system’s default.' },
    'devices.preferred': { from: 'this chart', means: 'What is preferred is known: the speaker follows.' },
    'devices.broken': {
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
    'speaker.used': { from: watch, means: 'The output has been moved.' },
    'speaker.refused': { from: watch, means: 'It could not be moved, and why.' },
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
    watchDevices: 'permission, devices, speaker and playback, as the browser tells them',
    keepPreferences: 'the choices that outlive the page',
  },
  delays: {
    permissionTimeout: 'the browser’s prompt waits for a person',
    playbackTimeout: 'playing in a gesture takes no time, or does not happen',
    speakerTimeout: 'moving the output takes no time, or does not happen',
  },
  invariants: [
    'The regions know nothing of one another, but that the speaker is told once what is preferred.',
    'A port that breaks moves only what depends on it, and leaves no command without an answer.',
    'A speaker is recorded as chosen when the browser has confirmed it, never when it was asked for.',
    'What was chosen on this page is newer than what is loaded later, and wins.',
    'No region can keep the phone from working: without a microphone it rings, without storage it forgets.',
  ],
}
