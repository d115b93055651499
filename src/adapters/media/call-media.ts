import type { MediaFact, QualitySample } from '../../machines/ports'
import type { CallMedia, Renewal } from '../call-media'
import { isSameAnswer } from './answers'
import { preferCodecs } from './codecs'
import { watchConnectivity } from './connectivity'
import { Intention } from './direction'
import { watchFlow } from './flow'
import { gathered } from './gathering'
import { bestCandidate, openPeer, type Warn } from './ice-servers'
import { type Level, readCallLevel } from './levels'
import { Microphone } from './microphone'
import type { Microphones } from './microphones'
import type { Playback } from './playback'
import { Player } from './player'
import { findOfferedVoice, findVoice } from './transceivers'
import { Turns } from './turns'
import { voiceOnly } from './voice-only'

export interface CallMediaOptions {
  readonly findIceServers: () => Promise<RTCIceServer[]>
  readonly microphones: Microphones
  readonly codecs: readonly string[]
  readonly playback: Playback
  readonly warn: Warn
  /** ms since the Unix epoch. */
  readonly now: () => number
  readonly tell: (fact: MediaFact) => void
}

/** One call's peer connection with its microphone and its player, from the first offer to the end of the call. */
export class PeerCallMedia implements CallMedia {
  readonly microphone: Microphone
  readonly #options: CallMediaOptions
  readonly #turns = new Turns()
  readonly #intention = new Intention()
  readonly #player: Player
  #peer: RTCPeerConnection | null = null
  #voice: RTCRtpTransceiver | null = null
  #waitFor: RTCIceCandidateType | null = null
  #answer: string | null = null
  #stopFlow: (() => void) | null = null
  /** While another one may take its place. */
  #former: RTCPeerConnection | null = null
  /** What a conference has us send in the microphone's place. */
  #instead: MediaStreamTrack | null = null
  #onSources: () => void = () => {}

  constructor(options: CallMediaOptions) {
    this.#options = options
    this.#player = new Player(options.playback)
    const { microphones, tell, now } = options
    this.microphone = new Microphone({ microphones, tell, now, send: () => this.#sourcesChanged() })
  }

  get sender(): RTCRtpSender | null {
    return this.#voice?.sender ?? null
  }

  /** As it was last negotiated. */
  get direction(): QualitySample['direction'] {
    const direction = this.#voice?.currentDirection
    return direction === undefined || direction === null || direction === 'stopped' ? 'inactive' : direction
  }

  /** What the far end sends. */
  get farTrack(): MediaStreamTrack | null {
    return this.#player.track
  }

  /** On hold, in a conference too, nobody hears anybody by this call. */
  get isSilenced(): boolean {
    return this.microphone.isSilenced
  }

  silence(isSilenced: boolean): void {
    this.microphone.silence(isSilenced)
    this.#cut()
    this.#onSources()
  }

  /** Sends this track from now on; null: the microphone again. The far end is not asked, and need not be. */
  sendInstead(track: MediaStreamTrack | null): void {
    this.#instead = track
    this.#cut()
    this.#attach()
  }

  /** Calls back when the microphone, the far end's track or the silence has changed; returns what ends it. */
  watchSources(listener: () => void): () => void {
    this.#onSources = listener
    return () => {
      if (this.#onSources === listener) this.#onSources = () => {}
    }
  }

  createOffer({ hold, iceRestart }: { readonly hold: boolean; readonly iceRestart: boolean }): Promise<string> {
    return this.#turns.take(async () => {
      const peer = await this.#connect()
      this.#intention.want(hold)
      try {
        await this.#carry(findVoice(peer))
        await peer.setLocalDescription(await peer.createOffer({ iceRestart }))
      } catch (error) {
        this.#intention.giveUp()
        throw error
      }
      return this.#describe(peer)
    })
  }

  createAnswer(offer: string): Promise<string> {
    return this.#turns.take(async () => {
      const sdp = voiceOnly(offer)
      const peer = await this.#connect()
      await this.#withdrawOffer(peer)
      await peer.setRemoteDescription({ type: 'offer', sdp })
      try {
        await this.#carry(findOfferedVoice(peer))
        await peer.setLocalDescription(await peer.createAnswer())
      } catch (error) {
        if (peer.signalingState === 'have-remote-offer') await peer.setRemoteDescription({ type: 'rollback' })
        throw error
      }
      this.#answer = null
      return this.#describe(peer)
    })
  }

  acceptAnswer(answer: string, { isProvisional } = { isProvisional: false }): Promise<void> {
    return this.#turns.take(async () => {
      if (/^have-(local-offer|remote-pranswer)$/.test(this.#peer?.signalingState ?? '')) {
        await this.#peer?.setRemoteDescription({ type: isProvisional ? 'pranswer' : 'answer', sdp: answer })
        if (isProvisional) return
        this.#intention.agree()
        this.#answer = answer
      } else if (this.#answer === null || !isSameAnswer(this.#answer, answer)) {
        throw new Error(this.#answer === null ? 'There is no offer to answer' : 'The offer has had another answer')
      }
    })
  }

  rollBack(): Promise<void> {
    return this.#turns.take(async () => {
      if (this.#peer) await this.#withdrawOffer(this.#peer)
    })
  }

  readonly readLevel = (): Promise<Level> => readCallLevel(this.sender, this.#voice?.receiver ?? null)

  renew(): Promise<Renewal> {
    return this.#turns.take(async () => {
      const [peer, voice, answer] = [this.#peer, this.#voice, this.#answer]
      if (peer?.signalingState === 'have-local-offer') this.#intention.giveUp()
      this.#former = peer
      this.#peer = null
      this.#voice = null
      this.#answer = null
      return {
        keep: () => {
          this.#former = null
          peer?.close()
        },
        goBack: () => {
          this.#former = null
          if (this.#turns.isClosed) return peer?.close()
          this.#peer?.close()
          this.#peer = peer
          this.#voice = voice
          this.#answer = answer
          if (voice) this.#hear(voice.receiver)
        },
      }
    })
  }

  async getStats(): Promise<RTCStatsReport | undefined> {
    return this.#peer?.getStats()
  }

  close(): void {
    if (this.#turns.isClosed) return
    this.#turns.close()
    this.#stopFlow?.()
    this.microphone.release()
    this.#options.playback.remove(this.#player)
    this.#player.close()
    this.#peer?.close()
    this.#former?.close()
  }

  async #connect(): Promise<RTCPeerConnection> {
    if (this.#peer) return this.#peer
    const iceServers = await this.#options.findIceServers()
    this.#turns.assertOpen()
    const peer = openPeer(iceServers, this.#options.warn)
    this.#peer = peer
    this.#waitFor = bestCandidate(peer.getConfiguration().iceServers ?? [])
    watchConnectivity(peer, (connectivity) => this.#options.tell({ type: `media.${connectivity}` }))
    peer.addEventListener('track', ({ receiver }) => this.#hear(receiver))
    return peer
  }

  /** `voice` carries the call from now on, in the direction of our intention. */
  async #carry(voice: RTCRtpTransceiver): Promise<void> {
    this.#voice = voice
    voice.direction = this.#intention.direction
    preferCodecs(voice, this.#options.codecs)
    await voice.sender.replaceTrack(this.#outgoing)
  }

  async #describe(peer: RTCPeerConnection): Promise<string> {
    await gathered(peer, this.#waitFor)
    if (!peer.localDescription) throw new Error('The description was withdrawn while its candidates were gathered')
    return peer.localDescription.sdp
  }

  async #withdrawOffer(peer: RTCPeerConnection): Promise<void> {
    if (peer.signalingState !== 'have-local-offer') return
    await peer.setLocalDescription({ type: 'rollback' })
    this.#intention.giveUp()
    if (this.#voice) this.#voice.direction = this.#intention.direction
  }

  get #outgoing(): MediaStreamTrack | null {
    return this.#instead ?? this.microphone.track
  }

  #sourcesChanged(): void {
    this.#attach()
    this.#onSources()
  }

  #cut(): void {
    if (this.#instead) this.#instead.enabled = !this.isSilenced
  }

  #attach(): void {
    // Rejects only when the transceiver is stopped, and then there is nothing to send to.
    this.#voice?.sender.replaceTrack(this.#outgoing).catch(() => {})
  }

  #hear(receiver: RTCRtpReceiver): void {
    if (receiver.track.kind !== 'audio' || !this.#player.hear(receiver.track)) return
    this.#options.playback.add(this.#player)
    this.#onSources()
    this.#stopFlow?.()
    this.#stopFlow = watchFlow(receiver, (isFlowing) =>
      this.#options.tell({ type: isFlowing ? 'media.flowing' : 'media.stopped' }),
    )
  }
}
