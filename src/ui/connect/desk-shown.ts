import type { PhoneState } from '../../api/state'

/** Whether there is anything beside the calls: without any of it, nothing is fetched for it. */
export const isDeskShown = ({ parkingLot, colleagues, voicemail, messages, can }: PhoneState): boolean =>
  parkingLot.status !== 'off' ||
  colleagues.length > 0 ||
  voicemail.status !== 'off' ||
  can.callVoicemail === true ||
  messages.length > 0
